import assert from "node:assert/strict";
import { drag } from "../../lib/drag/drag.ts";
import { stabledrag } from "../../lib/drag/methods/stabledrag.ts";
import { seededZ } from "../../lib/generators/latents.ts";
import { dragVariables } from "../../lib/lab/drag_variables.ts";
import { smallLab } from "./small_lab.ts";

Deno.test("each step's handles have the picture before its update, and the last picture is what came out", async () => {
  const { model: { generator }, runtime } = await smallLab();
  await using _ = runtime;
  const problem = {
    latent: seededZ(1, generator.latentShape[1]!),
    points: [{ handle: [60, 60], target: [70, 60] }],
    steps: 2,
  } as const;
  const method = stabledrag(generator);
  const first = generator.spaces[method.latentSpace]!.variableOf(problem.latent);
  const steps = await Array.fromAsync(drag(generator, problem, method, { runtime }));
  const variables = dragVariables(generator, problem, method, steps);
  assert.deepEqual(variables, [first, steps[0]!.state.variable, steps[1]!.state.variable]);
  assert.notDeepEqual(variables[1], first);
  assert.notDeepEqual(variables[2], variables[1]);
  const arrived = { ...method, stopDistance: 30 };
  const [only] = await Array.fromAsync(drag(generator, problem, arrived, { runtime }));
  assert.equal(only!.stopped, true);
  assert.deepEqual(dragVariables(generator, problem, arrived, [only!]), [first, first]);
});
