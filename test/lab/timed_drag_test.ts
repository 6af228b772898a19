import assert from "node:assert/strict";
import { stabledrag } from "../../lib/drag/methods/stabledrag.ts";
import { timedDrag } from "../../lib/lab/timed_drag.ts";
import { seededZ } from "../../lib/generators/latents.ts";
import { smallLab } from "./small_lab.ts";

Deno.test("a drag is made to its end, and its parts are timed", async () => {
  const { model: { generator }, runtime } = await smallLab();
  await using _ = runtime;
  const problem = {
    latent: seededZ(1, generator.latentShape[1]!),
    points: [{ handle: [60, 60], target: [70, 60] }],
    steps: 2,
  } as const;
  const { steps, seconds } = await timedDrag(generator, problem, stabledrag(generator), runtime);
  assert.equal(steps.length, 2);
  const { drag, first_step, learn } = seconds;
  assert.ok(learn > 0 && first_step > 0 && first_step <= drag);
});
