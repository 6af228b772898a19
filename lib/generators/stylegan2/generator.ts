import { InputError } from "../../errors.ts";
import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { float32, type Tensor } from "../../tensor.ts";
import { type Generator, type LatentSpace } from "../generator.ts";
import { resolutionOf, rowsOf, type Stylegan2Weights } from "./config.ts";
import { square } from "../size.ts";
import { wholeMaps } from "../windows/maps.ts";
import { synthesisBlocks, type SynthesisOptions, synthesizeImage } from "./synthesis.ts";

/** How many rows of ws a drag optimises unless told otherwise (DragGAN's choice). */
const TRAINABLE_ROWS = 6;
/** DragGAN's learning rate for faces. */
const LEARNING_RATE = 2e-3;

/** `rows` rows of ws optimised, the others kept. */
function wPlus(rows: number): LatentSpace {
  return {
    learningRate: LEARNING_RATE,
    variableOf: (ws) => ws,
    latentOf: (ws, start) => o.concat([o.slice(ws, 1, 0, rows), o.slice(start, 1, rows, start.shape[1]!)], 1),
    project: (ws) => ws,
  };
}

/** The w [1, w_dim] that the first `rows` rows of ws [1, num_ws, w_dim] are alike. */
function oneW(ws: Tensor, rows: number): Tensor {
  const size = ws.shape[2]!;
  const data = ws.data as Float32Array;
  const other = data.subarray(0, rows * size).findIndex((v, i) => v !== data[i % size]);
  if (other < 0) return float32([1, size], data.slice(0, size));
  throw new InputError(
    `Expected one w in rows 0 to ${rows - 1} of the latent for the latentSpace w but found another in row ${
      Math.floor(other / size)
    }, which w+ takes.`,
  );
}

/** One w optimised and used for the first `rows` rows of ws, the others kept. */
function wRepeated(rows: number): LatentSpace {
  return {
    learningRate: LEARNING_RATE,
    variableOf: (ws) => oneW(ws, rows),
    latentOf: (w: Symbolic, start: Symbolic): Symbolic => {
      const repeated = o.expand(o.reshape(w, [1, 1, w.shape[1]!]), [1, rows, w.shape[1]!]);
      return o.concat([repeated, o.slice(start, 1, rows, start.shape[1]!)], 1);
    },
    project: (w) => w,
  };
}

/** Options of {@linkcode stylegan2}. */
export interface Stylegan2Options extends Partial<SynthesisOptions> {
  /** Rows of ws that a drag may change, from 1 to num_ws (default 6 or all of fewer, DragGAN's choice). */
  readonly trainableRows?: number;
}

/**
 * A StyleGAN2 generator over ws [N, num_ws, w_dim], with features of any block.
 *
 * @throws {InputError} when `trainableRows` is no whole number from 1 to num_ws, or a weight is missing or misshapen.
 */
export function stylegan2(weights: Stylegan2Weights, options: Stylegan2Options = {}): Generator {
  const { config } = weights;
  const synthesis: SynthesisOptions = { noise: options.noise ?? "const", noiseSeed: options.noiseSeed ?? 0 };
  const rows = options.trainableRows ?? Math.min(TRAINABLE_ROWS, rowsOf(config));
  if (!Number.isInteger(rows) || rows < 1 || rows > rowsOf(config)) {
    throw new InputError(
      `Expected trainableRows to be a whole number from 1 up to ${rowsOf(config)} but found ${rows}.`,
    );
  }
  const blocks = synthesisBlocks(weights, synthesis);
  return {
    name: "stylegan2",
    latentShape: [1, rowsOf(config), config.wDim],
    size: square(config.resolution),
    blocks: config.channels.map((channels, i) => ({ channels, size: square(resolutionOf(i)) })),
    featureBlock: Math.min(5, config.channels.length - 1),
    spaces: { "w+": wPlus(rows), w: wRepeated(rows) },
    features: (ws, block) => wholeMaps(blocks, ws, block)[block]!,
    image: (ws) => synthesizeImage(weights, blocks, ws),
    windows: (block) => blocks.slice(0, block + 1),
  };
}
