import { drag } from "../drag/drag.ts";
import { type Method } from "../drag/method.ts";
import { dragGrid } from "../drag/grid.ts";
import { pointsTensor } from "../drag/points.ts";
import { type DragProblem } from "../drag/problem.ts";
import { type DragStep } from "../drag/state.ts";
import { type Learned } from "../drag/motion/motion.ts";
import { motionOf } from "../drag/motion/motion_of.ts";
import { wholeView } from "../drag/view.ts";
import { type Generator, gridOf } from "../generators/generator.ts";
import { type Symbolic } from "../onnx/symbolic.ts";
import { type Runtime } from "../runtime/runtime.ts";

/** A drag that was made, and how long it took. */
export interface TimedDrag {
  /** From the first. */
  readonly steps: readonly DragStep[];
  /** How long it took in all, until the first step was made, and to learn of the handles. */
  readonly seconds: { readonly drag: number; readonly first_step: number; readonly learn: number };
}

const secondsSince = (start: number): number => (performance.now() - start) / 1000;

/**
 * How long a method learns from the features of the undragged picture, such as filters and templates. It is done once
 * more for it; what is compiled for it, and the features, are not counted.
 */
async function learningSeconds(
  generator: Generator,
  { latent, points }: DragProblem,
  method: Method,
  runtime: Runtime,
): Promise<number> {
  const handles = pointsTensor(points.map(({ handle }) => dragGrid(generator).start(handle)));
  const pass = (start: Symbolic): Symbolic => generator.features(start, method.featureBlock);
  const learn = (map: Symbolic, at: Symbolic): Learned =>
    motionOf(method).prepare(wholeView(map, gridOf(generator)), at);
  await using passing = await runtime.compile(pass, [latent], "features");
  const map = await passing.run(latent);
  await using learning = await runtime.compile(learn, [map, handles], "learn");
  const start = performance.now();
  await learning.run(map, handles);
  return secondsSince(start);
}

/**
 * Drags to the end, without a mask, and takes the time.
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
  const learn = await learningSeconds(generator, problem, method, runtime);
  return { steps, seconds: { ...seconds, learn } };
}
