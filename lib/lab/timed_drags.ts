import { drag } from "../drag/drag.ts";
import { type Method } from "../drag/method.ts";
import { type Learned } from "../drag/motion/motion.ts";
import { motionOf } from "../drag/motion/motion_of.ts";
import { pointsTensor } from "../drag/points.ts";
import { type DragProblem } from "../drag/problem.ts";
import { type DragStep } from "../drag/state.ts";
import { wholeView } from "../drag/view.ts";
import { type Generator } from "../generators/generator.ts";
import { type Symbolic } from "../onnx/symbolic.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { type Tensor } from "../tensor.ts";

/** A drag that was made, and how long it took. */
export interface TimedDrag {
  /** From the first. */
  readonly steps: readonly DragStep[];
  /**
   * Variables of pictures: of that which the last handles are to be compared with, and of the last one, where that is
   * another.
   */
  readonly variables: readonly Tensor[];
  /** How long it took in all, until the first step was made, and to learn of the handles. */
  readonly seconds: { readonly drag: number; readonly first_step: number; readonly learn: number };
}

/** Drags by a method. */
export type TimedDrags = (problem: DragProblem, method: Method) => Promise<TimedDrag>;

const secondsSince = (start: number): number => (performance.now() - start) / 1000;

/** The variables of a drag's last pictures, as {@linkcode TimedDrag} has them. */
function lastVariables(
  generator: Generator,
  { latent }: DragProblem,
  method: Method,
  steps: readonly DragStep[],
): Tensor[] {
  const { state: { variable }, stopped } = steps.at(-1)!;
  if (stopped || !("tracker" in method)) return [variable];
  return [steps.at(-2)?.state.variable ?? generator.spaces[method.latentSpace]!.variableOf(latent), variable];
}

/**
 * Says how long a method learns from the features of the undragged picture, such as filters and templates. It is done
 * once more for it; what is compiled for it, and the features, are not counted.
 */
function learningTimer(
  generator: Generator,
  runtime: Runtime,
): (problem: DragProblem, method: Method) => Promise<number> {
  const passes = generator.blocks.map((_, block) => (latent: Symbolic): Symbolic =>
    generator.features(latent, block)
  );
  return async ({ latent, points }, method) => {
    const handles = pointsTensor(points.map(({ handle }) => handle));
    const learn = (map: Symbolic, at: Symbolic): Learned =>
      motionOf(method).prepare(wholeView(map, generator.resolution), at);
    const map = await runtime.run(passes[method.featureBlock]!, latent);
    await using learning = await runtime.compile(learn, [map, handles], "learn");
    const start = performance.now();
    await learning.run(map, handles);
    return secondsSince(start);
  };
}

/**
 * Drags to the end, without a mask and from handles at whole pixels, and takes the time. What is compiled for that is
 * kept with the runtime.
 *
 * Calls throw an `InputError` where the latent or the points do not fit the generator.
 */
export function timedDrags(generator: Generator, runtime: Runtime): TimedDrags {
  const learningSeconds = learningTimer(generator, runtime);
  return async (problem, method) => {
    const steps: DragStep[] = [];
    const start = performance.now();
    let firstStep = 0;
    for await (const step of drag(generator, problem, method, { runtime })) {
      firstStep ||= secondsSince(start);
      steps.push(step);
    }
    const seconds = { drag: secondsSince(start), first_step: firstStep };
    const learn = await learningSeconds(problem, method);
    const variables = lastVariables(generator, problem, method, steps);
    return { steps, variables, seconds: { ...seconds, learn } };
  };
}
