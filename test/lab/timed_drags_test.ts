import assert from "node:assert/strict";
import { freedrag } from "../../lib/drag/methods/freedrag.ts";
import { stabledrag } from "../../lib/drag/methods/stabledrag.ts";
import { timedDrags } from "../../lib/lab/timed_drags.ts";
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
  const method = stabledrag(generator);
  const dragged = timedDrags(generator, runtime);
  const tracked = await dragged(problem, method);
  assert.equal(tracked.steps.length, 2);
  assert.deepEqual(tracked.variables, tracked.steps.map(({ state }) => state.variable));
  const trackless = await dragged(problem, freedrag(generator));
  assert.deepEqual(trackless.variables, [trackless.steps[1]!.state.variable]);
  const { variables } = await dragged({ ...problem, steps: 1 }, method);
  assert.deepEqual(variables[0], generator.spaces[method.latentSpace]!.variableOf(problem.latent));
  assert.notDeepEqual(variables[1], variables[0]);
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
  const { steps, variables } = await timedDrags(generator, runtime)(problem, method);
  assert.deepEqual([steps.length, steps[0]!.stopped], [1, true]);
  assert.deepEqual(variables, [steps[0]!.state.variable]);
});
