import assert from "node:assert/strict";
import { freedrag } from "../../lib/drag/methods/freedrag.ts";
import { stabledrag } from "../../lib/drag/methods/stabledrag.ts";
import { timedDrag } from "../../lib/lab/timed_drag.ts";
import { seededZ } from "../../lib/generators/latents.ts";
import { smallLab } from "./small_lab.ts";

Deno.test("handles belong to the picture that they were found in, and points of sub-motions to the last one", async () => {
  const { model: { generator }, runtime } = await smallLab();
  await using _ = runtime;
  const problem = {
    latent: seededZ(1, generator.latentShape[1]!),
    points: [{ handle: [60, 60], target: [70, 60] }],
    steps: 2,
  } as const;
  const tracked = await timedDrag(generator, problem, stabledrag(generator), runtime);
  assert.equal(tracked.steps.length, 2);
  assert.equal(tracked.seen, tracked.steps[0]!.state.variable);
  assert.equal(tracked.last, tracked.steps[1]!.state.variable);
  const trackless = await timedDrag(generator, problem, freedrag(generator), runtime);
  assert.equal(trackless.seen, trackless.last);
  const { seen, last } = await timedDrag(generator, { ...problem, steps: 1 }, stabledrag(generator), runtime);
  assert.deepEqual(seen, generator.spaces[stabledrag(generator).latentSpace]!.variableOf(problem.latent));
  assert.notDeepEqual(last, seen);
  const { drag, first_step, learn } = tracked.seconds;
  assert.ok(learn > 0 && first_step > 0 && first_step <= drag);
});

Deno.test("a drag that arrives ends in the picture that its handles were found in", async () => {
  const { model: { generator }, runtime } = await smallLab();
  await using _ = runtime;
  const problem = {
    latent: seededZ(1, generator.latentShape[1]!),
    points: [{ handle: [60, 60], target: [61, 60] }],
    steps: 2,
  } as const;
  const method = { ...stabledrag(generator), stopDistance: 30 };
  const { steps, seen, last } = await timedDrag(generator, problem, method, runtime);
  assert.deepEqual([steps.length, steps[0]!.stopped], [1, true]);
  assert.deepEqual(seen, last);
});
