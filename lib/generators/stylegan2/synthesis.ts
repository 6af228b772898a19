import { seededNormal } from "../../random.ts";
import * as o from "../../onnx/ops/mod.ts";
import { constant, type Symbolic } from "../../onnx/symbolic.ts";
import { float32, type Tensor } from "../../tensor.ts";
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
import { shortcut, styledConvolution, toRgb, upsample } from "./layers.ts";

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
): Tensor<"float32"> | undefined {
  if (options.noise === "none" || !weights.parameters.has(`${name}.noise_strength`)) return undefined;
  const shape = [resolution, resolution];
  if (options.noise === "const") return parameter(weights, `${name}.noise_const`, shape);
  const normal = seededNormal(options.noiseSeed * rowsOf(weights.config) + layer);
  return float32(shape, Float32Array.from({ length: resolution * resolution }, normal));
}

/** The map of block `block`, given that of the block before. */
function block(
  weights: Stylegan2Weights,
  index: number,
  before: Symbolic | undefined,
  ws: Symbolic,
  options: SynthesisOptions,
): Symbolic {
  const { channels, architecture } = weights.config;
  const [c, resolution] = [channels[index]!, resolutionOf(index)];
  const name = `synthesis.b${resolution}`;
  const residual = architecture === "resnet" && before !== undefined;
  const convolution = (layer: string, x: Symbolic, w: number): Symbolic => {
    const path = `${name}.${layer}`;
    const gain = residual && layer === "conv1" ? Math.SQRT1_2 : 1;
    const noise = noiseOf(weights, path, resolution, w, options);
    const up = layer === "conv0";
    return styledConvolution(weights, { name: path, channels: c, up, noise, gain }, x, row(ws, w));
  };
  const first = firstRow(index);
  if (!before) {
    const learned = constant(parameter(weights, `${name}.const`, [c, 4, 4]), `${name}.const`);
    return convolution("conv1", o.expand(learned, [ws.shape[0]!, c, 4, 4]), first);
  }
  const main = convolution("conv1", convolution("conv0", before, first), first + 1);
  return residual ? o.add(shortcut(weights, `${name}.skip`, before, c), main) : main;
}

/** The maps of blocks 0 to `last` for ws [N, num_ws, w_dim]. */
function maps(weights: Stylegan2Weights, ws: Symbolic, last: number, options: SynthesisOptions): Symbolic[] {
  const out: Symbolic[] = [];
  for (let i = 0; i <= last; i++) out.push(block(weights, i, out.at(-1), ws, options));
  return out;
}

/** The map [N, C, h, w] of one block. */
export const synthesizeFeatures = (
  weights: Stylegan2Weights,
  ws: Symbolic,
  last: number,
  options: SynthesisOptions,
): Symbolic => maps(weights, ws, last, options)[last]!;

/** The picture [N, 3, R, R], nominally in [−1, 1]. */
export function synthesizeImage(
  weights: Stylegan2Weights,
  ws: Symbolic,
  options: SynthesisOptions,
): Symbolic {
  const { config } = weights;
  let image: Symbolic | undefined;
  maps(weights, ws, config.channels.length - 1, options).forEach((x, i) => {
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
