import { InputError } from "../../errors.ts";
import { named } from "../../onnx/alias.ts";
import * as o from "../../onnx/ops/mod.ts";
import { type WindowOptions } from "../../onnx/ops/convolution.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { sizeOf } from "../../tensor.ts";
import { pixelNorm } from "../pixel_norm.ts";
import { square } from "../size.ts";
import { inGraph, type Weight } from "../weight.ts";
import { type Box, clipped, crop, margins, ringed } from "../windows/box.ts";
import { wholeWindow } from "../windows/maps.ts";
import { type Convolve } from "../windows/convolve.ts";
import { doubled } from "../windows/span.ts";
import { cut, grownPlace, insidePicture, type Place, type WindowMap } from "../windows/window_map.ts";
import { type WindowedBlock } from "../windows/windowed_block.ts";
import { type UpConvolution, upConvolution, upConvolved } from "./up_convolution.ts";
import { type ProganWeights } from "./weights.ts";

/**
 * A weight of the model.
 *
 * @throws {InputError} when it has none of the name.
 */
export function weightOf(weights: ProganWeights, name: string): Weight {
  const value = weights.get(name);
  if (!value) throw new InputError(`Expected a ProGAN with ${name} but the weights have none.`);
  return value;
}

/** The same in a graph. */
export const weight = (weights: ProganWeights, name: string): Symbolic =>
  inGraph(weightOf(weights, name), name);

const activated = (x: Symbolic): Symbolic => pixelNorm(o.leakyRelu(x, 0.2));

/** A 3 × 3 convolution. */
const convolution =
  (weights: ProganWeights, i: number, pad: Required<WindowOptions>["pad"]) => (x: Symbolic): Symbolic =>
    o.conv(x, weight(weights, `conv${i}.weight`), { pad, bias: weight(weights, `conv${i}.bias`) });

/** Leaky ReLU and pixel norm after a 3 × 3 convolution. */
const layer = (
  weights: ProganWeights,
  i: number,
  x: Symbolic,
  pad: Required<WindowOptions>["pad"] = 1,
): Symbolic => named(`conv${i}`, activated(convolution(weights, i, pad)(x)));

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

/** What makes a block of the map before: weights, and the first convolution with its up-sampling. */
interface Growth {
  readonly weights: ProganWeights;
  /** Number of the block. */
  readonly b: number;
  readonly up: UpConvolution;
}

/** A block's first convolution, of which a rectangle or windows were cut out. */
const grownLayer = (b: number, x: Symbolic): Symbolic => named(`conv${2 * b}`, activated(x));

/** A rectangle of a block's map, from a rectangle `source` of the map before: zeros at the border of the picture. */
function boxMap({ weights, b, up }: Growth, before: Symbolic, source: Box, box: Box): Symbolic {
  const around = clipped(ringed(box, 1), square(4 << b));
  const made = {
    x: 2 * source.x - 1,
    y: 2 * source.y - 1,
    width: 2 * source.width + 2,
    height: 2 * source.height + 2,
  };
  const first = grownLayer(b, crop(upConvolved(before, up, 1), made, around));
  return layer(weights, 2 * b + 1, first, margins(ringed(box, 1), around));
}

/** A block inside of windows: the convolutions use up a pixel each, zeros outside of the picture after each. */
function insideMap(
  { weights, b, up }: Growth,
  { map, place: from }: WindowMap,
  place: Place,
  convolve: Convolve,
): Symbolic {
  const bounded = (at: Place, x: Symbolic): Symbolic => o.mul(x, insidePicture(at, 4 << b));
  const made = { rows: doubled(from.rows), columns: doubled(from.columns) };
  const around = grownPlace(place, 1);
  const grown = convolve(`conv${2 * b}`, made, (x) => upConvolved(x, up), map);
  const first = bounded(around, grownLayer(b, cut({ map: grown, place: made }, around).map));
  const i = 2 * b + 1;
  const second = convolve(`conv${i}`, place, convolution(weights, i, 0), first);
  return bounded(place, named(`conv${i}`, activated(second)));
}

/** The block of 4 × 4 pixels: a product and a convolution. */
const firstBlock = (weights: ProganWeights): WindowedBlock => ({
  resolution: 4,
  part: (z) => layer(weights, 1, firstMap(weights, z)),
  inside: (z, _, place) => cut(wholeWindow(layer(weights, 1, firstMap(weights, z))), place).map,
  source: { lead: 0, extent: 0, least: 1 },
  products: ([height, width]) => height * width * sizeOf(weightOf(weights, "conv1.weight").shape),
});

/** A block of 4 · 2ᵇ pixels, two convolutions, each with activation and pixel norm. */
function grownBlock(weights: ProganWeights, b: number): WindowedBlock {
  const [first, second] = [2 * b, 2 * b + 1].map((i) => weightOf(weights, `conv${i}.weight`)) as [
    Weight,
    Weight,
  ];
  const up = upConvolution(first, weightOf(weights, `conv${2 * b}.bias`), `conv${2 * b}`);
  const growth = { weights, b, up };
  return {
    resolution: 4 << b,
    part: (_, before, source, box) => boxMap(growth, before!, source, box),
    inside: (_, before, place, convolve) => insideMap(growth, before, place, convolve),
    source: { lead: 2, extent: 6, least: 1 },
    products: ([height, width], [lines, columns]) =>
      lines * columns * sizeOf(up.weight.shape) + height * width * sizeOf(second.shape),
  };
}

/** The blocks of 4 to 4 · 2^(n − 1) pixels. */
export const proganBlocks = (weights: ProganWeights, n: number): readonly WindowedBlock[] =>
  Array.from({ length: n }, (_, b) => b === 0 ? firstBlock(weights) : grownBlock(weights, b));
