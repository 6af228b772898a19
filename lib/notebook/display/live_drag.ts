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
 * ```ts
 * import assert from "node:assert/strict";
 * import { drag } from "../../drag/drag.ts";
 * import { draggan } from "../../drag/methods/draggan.ts";
 * import { stylegan2 } from "../../generators/stylegan2/generator.ts";
 * import { randomStylegan2 } from "../../generators/stylegan2/random_weights.ts";
 * import { openRuntime } from "../../runtime/runtime.ts";
 * import { zeros } from "../../tensor.ts";
 * import { liveDrag } from "./live_drag.ts";
 *
 * const generator = stylegan2(randomStylegan2({ resolution: 32, channelBase: 256 }));
 * const method = draggan(generator, { r1: 2, r2: 4 });
 * const problem = {
 *   latent: zeros(generator.latentShape),
 *   points: [{ handle: [8, 8], target: [20, 12] }] as const,
 *   steps: 2,
 * };
 * await using runtime = await openRuntime();
 * const watched = liveDrag(drag(generator, problem, method, { runtime }), { generator, problem, method });
 * assert.equal((await Array.fromAsync(watched)).length, 2);
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
