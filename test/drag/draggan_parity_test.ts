import assert from "node:assert/strict";
import { adamStart, type AdamState, adamUpdate } from "../../lib/optimise/adam.ts";
import { drag } from "../../lib/drag/drag.ts";
import { openDrag } from "../../lib/drag/session.ts";
import { type DragState } from "../../lib/drag/state.ts";
import { type Generator } from "../../lib/generators/generator.ts";
import { stylegan2 } from "../../lib/generators/stylegan2/generator.ts";
import { openRuntime, type Runtime } from "../../lib/runtime/runtime.ts";
import { type Tensor, zeros } from "../../lib/tensor.ts";
import { fixtureArray, fixtureJson, fixtureModel, rows } from "../fixtures.ts";
import { checkParity, difference, largest } from "../parity.ts";
import { flipped, methodOf, type Official, officialRuns, over, problemOf } from "./official_record.ts";

/**
 * All steps within 1e-3 of the largest entry, but for the flips of an L1 sign that the fixtures allow: one step of
 * a run at most, and no more than two of some 900 signs.
 */
function checkGradients(run: string, errors: readonly number[]): void {
  const [worst, ...others] = errors.toSorted((a, b) => b - a);
  checkParity(`${run} gradient`, Math.max(0, ...others), 1e-3);
  checkParity(`${run} gradient, worst step`, worst!, 5e-3);
}

/** Every step from the official state before it: handles exactly, loss and gradient within the tolerances. */
async function teacherForced(
  runtime: Runtime,
  generator: Generator,
  run: string,
  official: Official,
): Promise<void> {
  const problem = problemOf(run, official, rows(fixtureArray(`${run.split("/")[0]}/ws_psi0.7`), 0));
  const method = methodOf(generator, official);
  const [ws, gradients] = [fixtureArray(`${run}_w_steps`), fixtureArray(`${run}_grad_steps`)];
  let [lossError, adamError] = [0, 0];
  const gradErrors: number[] = [];
  const start = generator.spaces[method.latentSpace]!.variableOf(problem.latent);
  let adam: AdamState = adamStart(start.data.length);
  const stateBefore = (k: number): DragState => ({
    step: k,
    handles: (k === 0 ? official.handles : official.steps[k - 1]!.points).map(flipped),
    variable: k === 0 ? start : over(start, rows(ws, k - 1)),
    adam: adamStart(start.data.length),
  });
  const states = official.steps.map((_, k) => stateBefore(k));
  await using session = await openDrag(generator, problem, method, { runtime });
  for (const state of states) {
    const step = await session.step(state);
    const expected = official.steps[step.step]!;
    assert.deepEqual(step.handles, expected.points.map(flipped), `${run}, step ${step.step}`);
    assert.equal(step.stopped, expected.stop);
    if (step.loss === undefined) break;
    lossError = Math.max(lossError, Math.abs(step.loss - expected.loss));
    const theirs = over(zeros(start.shape), rows(gradients, step.step));
    gradErrors.push(difference(step.gradient!, theirs) / largest(theirs));
    const update = adamUpdate(adam, states[step.step]!.variable, theirs, official.parameters.lr);
    adam = update.state;
    adamError = Math.max(adamError, difference(update.variable, over(start, rows(ws, step.step))));
  }
  checkParity(`${run} loss`, lossError, 1e-5);
  checkGradients(run, gradErrors);
  checkParity(`${run} Adam`, adamError, 1e-6);
}

for (const model of ["a64", "b128"]) {
  for (const run of officialRuns(model)) {
    Deno.test(`DragGAN reproduces the official record ${run}`, async () => {
      await using runtime = await openRuntime({ provider: "cpu" });
      await teacherForced(runtime, stylegan2(fixtureModel(model)), run, fixtureJson<Official>(`${run}.json`));
    });
  }
  Deno.test(`DragGAN left to itself walks the official path on ${model}`, async () => {
    await using runtime = await openRuntime({ provider: "cpu" });
    const generator = stylegan2(fixtureModel(model));
    const run = `${model}/draggan`;
    const official = fixtureJson<Official>(`${run}.json`);
    const problem = problemOf(run, official, rows(fixtureArray(`${model}/ws_psi0.7`), 0));
    let last: Tensor | undefined;
    for await (const step of drag(generator, problem, methodOf(generator, official), { runtime })) {
      assert.deepEqual(step.handles, official.steps[step.step]!.points.map(flipped));
      last = step.state.variable;
    }
    checkParity(
      `${run} free latent after 12 steps`,
      difference(last!, over(problem.latent, rows(fixtureArray(`${run}_w_steps`), 11))),
      1e-5,
    );
  });
}
