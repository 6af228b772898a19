import * as o from "../../onnx/ops/mod.ts";
import { float32, type Tensor } from "../../tensor.ts";
import { type Generator, type LatentSpace } from "../generator.ts";
import { square } from "../size.ts";
import { wholeMaps } from "../windows/maps.ts";
import { proganBlocks, weight, weightOf } from "./blocks.ts";
import { type ProganWeights } from "./weights.ts";

const EPSILON = 1e-8;

/** z brought back to the sphere of radius √512 on which the generator was trained. */
function onSphere(z: Tensor): Tensor {
  const data = z.data as Float32Array;
  const scale = 1 / Math.sqrt(data.reduce((sum, v) => sum + v * v, 0) / data.length + EPSILON);
  return float32(z.shape, data.map((v) => v * scale));
}

/**
 * z on its sphere, the latent that a drag optimises. Measured (`experiments/face_latent.ts` and its results): learning
 * rates from 0.002 to 0.01 keep the pictures as typical as random faces and differ in the number of steps only; a pull
 * towards the start does nothing when weak and stops the drag short when strong. Chosen: 0.003 without a pull, which
 * moves the content by some 0.3 pixels a step, well within the trackers' windows. Our choice.
 */
const sphere: LatentSpace = {
  learningRate: 3e-3,
  variableOf: onSphere,
  latentOf: (z) => z,
  project: onSphere,
};

/**
 * A ProGAN over z [N, 512], without mapping network: TF-Hub's google/progan-128, trained on CelebA. Pictures of
 * 128 × 128 pixels; drags look at the map of 64 × 64 pixels. Its one latent space, `z`, stays on the sphere of
 * radius √512.
 *
 * @param name what records call it.
 * @throws {InputError} when a weight is missing.
 */
export function progan(weights: ProganWeights, name = "faces"): Generator {
  const channels = Array.from({ length: 6 }, (_, b) => weightOf(weights, `conv${2 * b + 1}.bias`).shape[0]!);
  const last = channels.length - 1;
  const blocks = proganBlocks(weights, channels.length);
  return {
    name,
    latentShape: [1, weightOf(weights, "dense.weight").shape[0]!],
    size: square(4 << last),
    blocks: channels.map((c, b) => ({ channels: c, size: square(4 << b) })),
    featureBlock: 4,
    spaces: { z: sphere },
    features: (z, block) => wholeMaps(blocks, z, block)[block]!,
    windows: (block) => blocks.slice(0, block + 1),
    image: (z) =>
      o.conv(wholeMaps(blocks, z, last)[last]!, weight(weights, "torgb.weight"), {
        bias: weight(weights, "torgb.bias"),
      }),
  };
}
