import { InputError } from "../../errors.ts";
import { type Weight } from "../weight.ts";

/** How the synthesis blocks are joined. */
export type Architecture = "orig" | "skip" | "resnet";

/** How noise enters the layers: the trained maps, none, or fresh normal maps from a seed. */
export type NoiseMode = "const" | "none" | "random";

/** The shape of a StyleGAN2 generator. */
export interface Stylegan2Config {
  /** Length of z; may be 0 for class-only models. */
  readonly zDim: number;
  /** Length of the class vector; 0 for unconditional models. */
  readonly cDim: number;
  /** Length of w. */
  readonly wDim: number;
  /** Height and width of the picture, a power of two from 4. */
  readonly resolution: number;
  /** Channels of the picture; 3 for colours. */
  readonly imageChannels: number;
  /** Channels of the blocks 4, 8, …, resolution. */
  readonly channels: readonly number[];
  /** How the blocks are joined. */
  readonly architecture: Architecture;
  /** Activations are limited to ± this; `undefined` for no limit. */
  readonly convClamp: number | undefined;
  /** Layers of the mapping network from z to w. */
  readonly mappingLayers: number;
}

/** A generator's weights by their state-dict names, such as `synthesis.b8.conv0.weight`: known numbers, or some variables. */
export interface Stylegan2Weights<W extends Weight = Weight> {
  /** Shape of the generator. */
  readonly config: Stylegan2Config;
  /** The weights by name, all float32. */
  readonly parameters: ReadonlyMap<string, W>;
}

/** Height and width of the map of a block, counted from 0: 4, 8, 16, … */
export const resolutionOf = (block: number): number => 4 << block;

/** Number of 3 × 3 convolutions of a block: one in the first, else two. */
export const convolutionsOf = (block: number): number => (block === 0 ? 1 : 2);

/** The row of `ws` that the first convolution of a block takes. */
export const firstRow = (block: number): number => (block === 0 ? 0 : 2 * block - 1);

/** Number of rows of `ws`: one per convolution, and one for the last toRGB. */
export const rowsOf = (config: Stylegan2Config): number => 2 * config.channels.length;

/** Whether a block has a toRGB layer: all in the skip architecture, else only the last. */
export const hasRgb = (config: Stylegan2Config, block: number): boolean =>
  config.architecture === "skip" || block === config.channels.length - 1;

/**
 * A parameter by name.
 *
 * @throws {InputError} when the model lacks it, or has it in another shape.
 */
export function parameter(
  weights: Stylegan2Weights,
  name: string,
  shape: readonly number[],
): Weight {
  const found = weights.parameters.get(name);
  const described = found ? `${found.dtype}[${found.shape.join(", ")}]` : "nothing";
  if (!found || found.dtype !== "float32" || String(found.shape) !== String(shape)) {
    throw new InputError(
      `Expected the model's ${name} as float32[${shape.join(", ")}] but found ${described}.`,
    );
  }
  return found;
}
