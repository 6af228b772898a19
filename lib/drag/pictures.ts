import { type Generator } from "../generators/generator.ts";
import { type Symbolic } from "../onnx/symbolic.ts";
import { openRuntime, type RuntimeOptions } from "../runtime/runtime.ts";
import { type Tensor } from "../tensor.ts";
import { LatestOnly } from "./latest_only.ts";
import { type Method } from "./method.ts";

/** Pictures that are rendered beside a drag. */
export interface Pictures extends AsyncDisposable {
  /**
   * The picture [1, 3, H, W] of a variable, RGB, nominally in [−1, 1], unclamped. `undefined` where a later request
   * came before it was begun, or the end before it was done.
   *
   * @param variable in the latent space of the method, as a `DragState` holds it.
   */
  request(variable: Tensor): Promise<Tensor | undefined>;
}

/**
 * Opens a renderer beside a drag, in a session and a thread of its own and at the lowest priority: it never delays a
 * step, and renders as fast as the steps leave processors idle. Ask for the picture of every step: only the latest
 * request waits while one is rendered. Disposing it stops what is being rendered.
 *
 * It holds the weights a second time, as each session does.
 *
 * @param start the latent before the drag, in the generator's full space.
 * @param options of the renderer's own runtime; by default it computes with one thread on the CPU, also while the
 * drag is on a GPU, where priorities have no meaning.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { stylegan2 } from "../generators/stylegan2/generator.ts";
 * import { randomStylegan2 } from "../generators/stylegan2/random_weights.ts";
 * import { zeros } from "../tensor.ts";
 * import { openPictures } from "./pictures.ts";
 *
 * const generator = stylegan2(randomStylegan2({ resolution: 16, channelBase: 64 }));
 * const latent = zeros(generator.latentShape);
 * await using pictures = await openPictures(generator, { latentSpace: "w+" }, latent);
 * const picture = await pictures.request(generator.spaces["w+"]!.variableOf(latent));
 * assert.deepEqual(picture?.shape, [1, 3, 16, 16]);
 * ```
 */
export async function openPictures(
  generator: Generator,
  method: Pick<Method, "latentSpace">,
  start: Tensor,
  options: RuntimeOptions = {},
): Promise<Pictures> {
  const space = generator.spaces[method.latentSpace]!;
  const render = (variable: Symbolic, latent: Symbolic): Symbolic =>
    generator.image(space.latentOf(variable, latent));
  await using opened = new AsyncDisposableStack();
  const runtime = await openRuntime({ provider: "cpu", background: true, ...options });
  opened.defer(() => runtime.abort());
  const rendered = await runtime.compile(render, [space.variableOf(start), start], "picture");
  const latest = opened.use(new LatestOnly((variable: Tensor) => rendered.run(variable, start)));
  const ends = opened.move();
  return {
    request: (variable) => latest.call(variable),
    [Symbol.asyncDispose]: () => ends.disposeAsync(),
  };
}
