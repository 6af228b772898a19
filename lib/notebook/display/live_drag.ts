import { type Method } from "../../drag/method.ts";
import { openPictures, type Pictures } from "../../drag/pictures.ts";
import { type DragProblem } from "../../drag/problem.ts";
import { recordWithoutSteps } from "../../drag/record.ts";
import { type DragStep } from "../../drag/state.ts";
import { type Generator } from "../../generators/generator.ts";
import { type Tensor } from "../../tensor.ts";
import { kernelHost } from "../kernel/host.ts";
import { interruptible } from "./interruptible.ts";
import { type LiveOptions, LiveView } from "./live_view.ts";
import { WatchedDrag } from "./watched_drag.ts";

/** Which drag is watched, and how. */
export interface LiveDragOptions extends LiveOptions {
  /** What is dragged. */
  readonly generator: Generator;
  /** Where from and where to. */
  readonly problem: DragProblem;
  /** How. */
  readonly method: Method;
  /** Every how many steps it is looked at (default 5); the last one always is. */
  readonly every?: number;
  /** What renders the pictures; whoever opened it disposes it (default: a renderer beside the drag). */
  readonly pictures?: Pictures;
  /** Stops it (default: the interruption of the running cell, in StableDrag's kernel). */
  readonly signal?: AbortSignal | undefined;
}

/** The variable of the undragged picture. */
const firstVariable = ({ generator, problem, method }: LiveDragOptions): Tensor =>
  generator.spaces[method.latentSpace]!.variableOf(problem.latent);

/**
 * Watches a drag while it runs: the picture with handles, targets and paths, rendered beside the drag, and the curves
 * of distance and confidence. In Jupyter it changes in place; elsewhere it is text on standard error.
 *
 * @param steps as `drag(generator, problem, method, …)` gives them; they are passed on.
 * @throws the reason of the signal, once it is aborted.
 *
 * @example
 * ```ts ignore
 * const options = { generator, problem, method };
 * const steps = await Array.fromAsync(liveDrag(drag(generator, problem, method, { runtime }), options));
 * ```
 */
export async function* liveDrag(
  steps: AsyncIterable<DragStep>,
  options: LiveDragOptions,
): AsyncGenerator<DragStep, void, void> {
  const { generator, problem, method, every = 5, signal = kernelHost()?.signal() } = options;
  await using opened = new AsyncDisposableStack();
  const pictures = options.pictures ?? opened.use(await openPictures(generator, method, problem.latent));
  const watched = new WatchedDrag(recordWithoutSteps(generator, problem, method), problem.steps);
  const view = new LiveView(options);
  let last: DragStep | undefined;
  try {
    for await (const step of interruptible(steps, signal)) {
      watched.add(step);
      const variable = last?.state.variable ?? (step.step === 0 ? firstVariable(options) : undefined);
      last = step;
      if (variable && step.step % every === 0) {
        const seen = pictures.request(variable).then((picture) => watched.see(picture, step.step));
        // A renderer that fails does so at the end too, where it is waited for.
        seen.catch(() => {});
        await view.show(() => watched.now());
      }
      yield step;
    }
    if (last) watched.see(await pictures.request(last.state.variable), last.step);
  } finally {
    if (last) await view.end(() => watched.last());
  }
}
