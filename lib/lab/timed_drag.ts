import { drag } from "../drag/drag.ts";
import { type Method } from "../drag/method.ts";
import { pointsTensor } from "../drag/points.ts";
import { type DragProblem } from "../drag/problem.ts";
import { type DragStep } from "../drag/state.ts";
import { prepareFunction } from "../drag/step_function.ts";
import { type Generator } from "../generators/generator.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { type Tensor } from "../tensor.ts";

/** A drag that was made, and how long it took. */
export interface TimedDrag {
  /** From the first. */
  readonly steps: readonly DragStep[];
  /** The variable of the picture that the last handles are to be compared with. */
  readonly seen: Tensor;
  /** The variable of the last picture. */
  readonly last: Tensor;
  /** How long it took in all, until the first step was made, and to look at the undragged picture. */
  readonly seconds: { readonly drag: number; readonly first_step: number; readonly prepare: number };
}

const secondsSince = (start: number): number => (performance.now() - start) / 1000;

/** How long a method looks at the undragged picture, which is done once more for it; compiling is not counted. */
async function prepareSeconds(
  generator: Generator,
  { latent, points }: DragProblem,
  method: Method,
  runtime: Runtime,
): Promise<number> {
  const args = [latent, pointsTensor(points.map(({ handle }) => handle))] as const;
  const f = prepareFunction(generator, method, undefined);
  await using compiled = await runtime.compile(f, args, "prepare");
  const start = performance.now();
  await compiled.run(...args);
  return secondsSince(start);
}

/**
 * Drags to the end, without a mask and from handles at whole pixels, and takes the time.
 *
 * @throws {InputError} when the latent or the points do not fit the generator.
 */
export async function timedDrag(
  generator: Generator,
  problem: DragProblem,
  method: Method,
  runtime: Runtime,
): Promise<TimedDrag> {
  const steps: DragStep[] = [];
  const start = performance.now();
  let firstStep = 0;
  for await (const step of drag(generator, problem, method, { runtime })) {
    firstStep ||= secondsSince(start);
    steps.push(step);
  }
  const seconds = { drag: secondsSince(start), first_step: firstStep };
  const prepare = await prepareSeconds(generator, problem, method, runtime);
  const last = steps.at(-1)!.state.variable;
  const before = steps.at(-2)?.state.variable ??
    generator.spaces[method.latentSpace]!.variableOf(problem.latent);
  return { steps, seen: "tracker" in method ? before : last, last, seconds: { ...seconds, prepare } };
}
