import { constantParameters, type Parameters } from "../../generators/diffusion/parameters.ts";
import { readTensors } from "../../hub/read_tensors.ts";
import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type TensorFunction, tensorFunction } from "../../runtime/tensor_function.ts";
import { float32, type Tensor } from "../../tensor.ts";
import { ALEXNET_CHANNELS, alexnetMaps } from "./alexnet.ts";
import { mapDistance } from "./map_distance.ts";
import { mapsOfBoth } from "./two_batches.ts";

/** How different two batches of pictures [N, 3, H, W], RGB from −1 to 1, look: [N]. */
export type PictureDistance = TensorFunction<[a: Symbolic, b: Symbolic], Symbolic>;

/** What is taken off red, green and blue, and what they are divided by then (LPIPS' ScalingLayer). */
const [SHIFT, SCALE] = [[-0.030, -0.088, -0.188], [0.458, 0.448, 0.450]];

/** Names of the convolutions in state dicts of whole LPIPS networks. */
const IN_LPIPS = /^net\.slice\d\.(\d+)\./;

/**
 * LPIPS with AlexNet, version 0.1 (Zhang et al., arXiv 1801.03924): how different pictures look, by features whose weights
 * were learned from people's judgements. 0 for equal pictures.
 *
 * @param p weights: those of torchvision's AlexNet, `features.0.weight` and so on, and of LPIPS' linear layers,
 * `lin0.model.1.weight` to `lin4.model.1.weight`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { constant } from "../../onnx/symbolic.ts";
 * import { zeros } from "../../tensor.ts";
 * import { lpips } from "./lpips.ts";
 * const distance = lpips((_, shape) => constant(zeros(shape))); // openLpips reads real weights
 * const { data } = await distance.run(zeros([1, 3, 64, 64]), zeros([1, 3, 64, 64]));
 * assert.equal(data[0], 0);
 * ```
 */
export const lpips = (p: Parameters): PictureDistance =>
  tensorFunction("lpips", (a, b) => {
    const scaled = (x: Symbolic): Symbolic =>
      o.div(o.sub(x, float32([1, 3, 1, 1], SHIFT)), float32([1, 3, 1, 1], SCALE));
    const distances = mapsOfBoth((x) => alexnetMaps(p, scaled(x)), a, b).map(([first, second], i) => {
      const weights = p(`lin${i}.model.1.weight`, [1, ALEXNET_CHANNELS[i]!, 1, 1]);
      return mapDistance(first, second, { weights });
    });
    return distances.reduce((sum, distance) => o.add(sum, distance));
  });

/**
 * {@linkcode lpips} with the weights in files, safetensors or torch's: the whole network in one (the state dict of
 * `lpips.LPIPS(net="alex")`), or torchvision's AlexNet in one and LPIPS' linear layers (its `v0.1/alex.pth`) in another.
 * They are not part of this software.
 *
 * Calls throw an `InputError` where a weight is missing or misshapen.
 *
 * @throws {InputError} when a file cannot be read.
 */
export async function openLpips(paths: readonly string[]): Promise<PictureDistance> {
  const tensors = new Map<string, Tensor>();
  for (const path of paths) {
    const file = await readTensors(path);
    for (const [name, value] of file.tensors) tensors.set(name.replace(IN_LPIPS, "features.$1."), value);
  }
  return lpips(constantParameters(tensors, paths.join(" and ")));
}
