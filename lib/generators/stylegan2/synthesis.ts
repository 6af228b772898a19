import { drawn, seededNormal } from "../../random.ts";
import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { inGraph, type Weight } from "../weight.ts";
import {
  convolutionsOf,
  firstRow,
  hasRgb,
  type NoiseMode,
  parameter,
  resolutionOf,
  rowsOf,
  type Stylegan2Weights,
} from "./config.ts";
import { wholeMaps } from "../windows/maps.ts";
import { type WindowedBlock } from "../windows/windowed_block.ts";
import { shortcut, styledConvolution, toRgb } from "./layers.ts";
import { boxPlane, type LayerName, type Plane, upsample, windowPlane } from "./plane.ts";

/** Settings of the synthesis that are not part of the model. */
export interface SynthesisOptions {
  /** Noise of the layers. */
  readonly noise: NoiseMode;
  /** Seed of "random" noise, which stays the same for a whole drag. */
  readonly noiseSeed: number;
}

/** Row `i` of ws [N, num_ws, w_dim] as [N, w_dim]. */
const row = (ws: Symbolic, i: number): Symbolic =>
  o.reshape(o.slice(ws, 1, i, i + 1), [ws.shape[0]!, ws.shape[2]!]);

function noiseOf(
  weights: Stylegan2Weights,
  name: string,
  resolution: number,
  layer: number,
  options: SynthesisOptions,
): Weight | undefined {
  if (options.noise === "none" || !weights.parameters.has(`${name}.noise_strength`)) return undefined;
  const shape = [resolution, resolution];
  if (options.noise === "const") return parameter(weights, `${name}.noise_const`, shape);
  return drawn(shape, seededNormal(options.noiseSeed * rowsOf(weights.config) + layer));
}

/** What a block is made from. */
interface Surroundings {
  /** The map before, or that part of it that the plane needs; the first block has none. */
  readonly before: Symbolic | undefined;
  /** The latent, [N, num_ws, w_dim]. */
  readonly ws: Symbolic;
  /** How its layers lie on the plane. */
  readonly plane: Plane;
}

/** The map of a block. */
function blockMap(
  weights: Stylegan2Weights,
  index: number,
  { before, ws, plane }: Surroundings,
  options: SynthesisOptions,
): Symbolic {
  const { channels, architecture } = weights.config;
  const [c, resolution] = [channels[index]!, resolutionOf(index)];
  const name = `synthesis.b${resolution}`;
  const residual = architecture === "resnet" && before !== undefined;
  const convolution = (layer: LayerName, x: Symbolic, w: number): Symbolic => {
    const path = `${name}.${layer}`;
    const gain = residual && layer === "conv1" ? Math.SQRT1_2 : 1;
    const noise = noiseOf(weights, path, resolution, w, options);
    return styledConvolution(weights, { name: path, layer, channels: c, noise, gain, plane }, x, row(ws, w));
  };
  const first = firstRow(index);
  if (!before) {
    const learned = inGraph(parameter(weights, `${name}.const`, [c, 4, 4]), `${name}.const`);
    return convolution("conv1", o.expand(learned, [ws.shape[0]!, c, 4, 4]), first);
  }
  const main = convolution("conv1", convolution("conv0", before, first), first + 1);
  return residual ? o.add(shortcut(weights, `${name}.skip`, before, c, plane), main) : main;
}

/**
 * ONNX Runtime adds up products of matrices, of which its transposed convolutions are made, in another order where they
 * have less than 65 columns: smaller windows of maps that are larger would differ from them by a rounding.
 */
const LEAST_SOURCE = 9;

/** A block. Its windows need 1 pixel around for conv1, 2 for conv0's low-pass and taps. */
function synthesisBlock(
  weights: Stylegan2Weights,
  index: number,
  options: SynthesisOptions,
): WindowedBlock {
  const [resolution, c] = [resolutionOf(index), weights.config.channels[index]!];
  const cin = weights.config.channels[index - 1];
  return {
    resolution,
    part: (ws, before, source, box) =>
      blockMap(weights, index, { before, ws, plane: boxPlane(source, box, resolution) }, options),
    inside: (ws, { map, place: from }, place, convolve) => {
      const plane = windowPlane(from, place, resolution, convolve);
      return blockMap(weights, index, { before: map, ws, plane }, options);
    },
    source: { lead: 3, extent: 8, least: resolution > 16 ? LEAST_SOURCE : 1 },
    products: ([height, width], before) =>
      9 * (height * width * c * c + (cin ? before[0] * before[1] * cin * c : 0)),
  };
}

/** The blocks of the synthesis, from the coarsest; their latent is ws [N, num_ws, w_dim]. */
export const synthesisBlocks = (weights: Stylegan2Weights, options: SynthesisOptions): WindowedBlock[] =>
  weights.config.channels.map((_, index) => synthesisBlock(weights, index, options));

/** The picture [N, 3, R, R], nominally in [−1, 1]. */
export function synthesizeImage(
  weights: Stylegan2Weights,
  blocks: readonly WindowedBlock[],
  ws: Symbolic,
): Symbolic {
  const { config } = weights;
  let image: Symbolic | undefined;
  wholeMaps(blocks, ws, config.channels.length - 1).forEach((x, i) => {
    if (image) image = upsample(image);
    if (!hasRgb(config, i)) return;
    const colours = toRgb(
      weights,
      `synthesis.b${resolutionOf(i)}.torgb`,
      x,
      row(ws, firstRow(i) + convolutionsOf(i)),
    );
    image = image ? o.add(image, colours) : colours;
  });
  return image!;
}
