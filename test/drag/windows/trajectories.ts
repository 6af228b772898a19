import assert from "node:assert/strict";
import { drag } from "../../../lib/drag/drag.ts";
import { type Method } from "../../../lib/drag/method.ts";
import { type DragProblem } from "../../../lib/drag/problem.ts";
import { openDrag } from "../../../lib/drag/session.ts";
import { type DragStep } from "../../../lib/drag/state.ts";
import { type Generator } from "../../../lib/generators/generator.ts";
import { type Runtime } from "../../../lib/runtime/runtime.ts";
import { difference } from "../../parity.ts";

async function stepsOf(
  generator: Generator,
  problem: DragProblem,
  method: Method,
  runtime: Runtime,
  fullFrame: boolean,
): Promise<DragStep[]> {
  const steps: DragStep[] = [];
  for await (const step of drag(generator, problem, method, { runtime, fullFrame })) steps.push(step);
  return steps;
}

/**
 * Drags in windows and in whole maps: the handles have to be equal at every step.
 *
 * @returns the largest difference of the optimised variable after any step.
 */
export async function differenceOfTrajectories(
  generator: Generator,
  problem: DragProblem,
  method: Method,
  runtime: Runtime,
): Promise<number> {
  const windowed = await stepsOf(generator, problem, method, runtime, false);
  const whole = await stepsOf(generator, problem, method, runtime, true);
  assert.equal(windowed.length, whole.length);
  return Math.max(...windowed.map((step, i) => {
    assert.deepEqual(step.handles, whole[i]!.handles, `step ${i}`);
    assert.deepEqual(step.supervisedBy, whole[i]!.supervisedBy, `step ${i}`);
    return difference(step.state.variable, whole[i]!.state.variable);
  }));
}

/** What the first step of a drag computes, in words. */
export async function explanation(
  generator: Generator,
  problem: DragProblem,
  method: Method,
  runtime: Runtime,
): Promise<string> {
  await using session = await openDrag(generator, problem, method, { runtime });
  return session.explain(session.start);
}
