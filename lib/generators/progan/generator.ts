import { InputError } from "../../errors.ts";
import { named } from "../../onnx/alias.ts";
import * as o from "../../onnx/ops/mod.ts";
import { type WindowOptions } from "../../onnx/ops/convolution.ts";
import { constant, type Symbolic } from "../../onnx/symbolic.ts";
import { float32, type Tensor } from "../../tensor.ts";
import { type Generator, type LatentSpace } from "../generator.ts";
import { pixelNorm } from "../pixel_norm.ts";
import { wholeMaps } from "../windows/maps.ts";
import { type Box, clipped, crop, margins, ringed } from "../windows/box.ts";
import { repeating } from "../windows/span.ts";
import { grownPlace, insidePicture, type Place, resample, type WindowMap } from "../windows/window_map.ts";
import { type WindowedBlock } from "../windows/windowed_block.ts";
import { type ProganWeights } from "./weights.ts";
import { square } from "../size.ts";

const EPSILON = 1e-8;

function weight(weights: ProganWeights, name: string): Symbolic {
  const value = weights.get(name);
  if (!value) throw new InputError(`Expected a ProGAN with ${name} but the weights have none.`);
  return constant(value, name);
}

const activated = (x: Symbolic): Symbolic => pixelNorm(o.leakyRelu(x, 0.2));

/** 3 × 3 convolution, leaky ReLU, pixel norm. */
const layer = (weights: ProganWeights, i: number, x: Symbolic, pad: WindowOptions["pad"] = 1): Symbolic =>
  named(
    `conv${i}`,
    activated(o.conv(x, weight(weights, `conv${i}.weight`), { pad, bias: weight(weights, `conv${i}.bias`) })),
  );

/** The 4 × 4 map of z [N, 512]. */
function firstMap(weights: ProganWeights, z: Symbolic): Symbolic {
  const bias = weight(weights, "conv0.bias");
  const channels = bias.shape[0]!;
  const map = o.reshape(o.matMul(pixelNorm(z), weight(weights, "dense.weight")), [
    z.shape[0]!,
    channels,
    4,
    4,
  ]);
  return named("conv0", activated(o.add(map, o.reshape(bias, [1, channels, 1, 1]))));
}

/** A rectangle of a block's map, from a rectangle `source` of the map before: zeros at the border of the picture. */
function boxMap(weights: ProganWeights, b: number, before: Symbolic, source: Box, box: Box): Symbolic {
  const [around, read] = [1, 2].map((ring) => clipped(ringed(box, ring), square(4 << b))) as [Box, Box];
  const large = { x: 2 * source.x, y: 2 * source.y, width: 2 * source.width, height: 2 * source.height };
  const up = crop(o.upsampleNearest(before, 2), large, read);
  const first = layer(weights, 2 * b, up, margins(ringed(around, 1), read));
  return layer(weights, 2 * b + 1, first, margins(ringed(box, 1), around));
}

/**
 * A block inside of windows: nearest up-sampling as products with matrices of the places, two convolutions that use up
 * a pixel each, zeros outside of the picture after each.
 */
function insideMap(
  weights: ProganWeights,
  b: number,
  { map, place: from }: WindowMap,
  place: Place,
): Symbolic {
  const large = grownPlace(place, 2);
  const bounded = (at: Place, x: Symbolic): Symbolic => o.mul(x, insidePicture(at, 4 << b));
  const up = resample(map, repeating(large.rows, from.rows), repeating(large.columns, from.columns));
  const first = bounded(grownPlace(place, 1), layer(weights, 2 * b, up, 0));
  return bounded(place, layer(weights, 2 * b + 1, first, 0));
}

/** A block of 4 · 2ᵇ pixels, two convolutions, each with activation and pixel norm. */
function proganBlock(weights: ProganWeights, b: number, channels: readonly number[]): WindowedBlock {
  const [c, cin] = [channels[b]!, channels[b - 1]];
  return {
    resolution: 4 << b,
    part: (z, before, source, box) =>
      before ? boxMap(weights, b, before, source, box) : layer(weights, 1, firstMap(weights, z)),
    inside: (_, before, place) => insideMap(weights, b, before, place),
    source: { lead: 2, extent: 6, least: 1 },
    products: ([height, width]) => 9 * height * width * c * (c + (cin ?? 0)),
  };
}

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
  const channels = Array.from({ length: 6 }, (_, b) => weight(weights, `conv${2 * b + 1}.bias`).shape[0]!);
  const last = channels.length - 1;
  const blocks = channels.map((_, b) => proganBlock(weights, b, channels));
  return {
    name,
    latentShape: [1, weight(weights, "dense.weight").shape[0]!],
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
