import { type Generator, gridOf } from "../generators/generator.ts";
import { mapSize, type Size } from "../generators/size.ts";
import { float32, type Tensor } from "../tensor.ts";
import { type Method } from "./method.ts";
import { fixedOf } from "./problem.ts";

/** Where the mask term holds a picture still. */
export interface StillPlaces {
  /** What it holds: features, or the latent one denoising step on. */
  readonly of: "features" | "denoised";
  /** 1 where it does, [H, W] in pixels of the picture or [h, w] in features or of the latent. */
  readonly fixed: Tensor<"float32">;
  /** How many places the term is a mean over; absent: it is a sum. */
  readonly places?: number;
}

/**
 * The features that are held still, [h, w]: those whose bilinear sample of the mask is fixed altogether. As in
 * FreeDrag's code the mask is shrunk without a filter, so that a feature is resized from at most 2 × 2 of its pixels.
 */
function stillFeatures(fixed: Tensor, [h, w]: Size): Float32Array {
  const [[height, width], data] = [fixed.shape as unknown as Size, fixed.data as Float32Array];
  const near = (i: number, factor: number): number[] => {
    const at = (i + 0.5) * factor - 0.5;
    return [Math.floor(at), Math.ceil(at)];
  };
  return Float32Array.from({ length: h * w }, (_, i) => {
    const [rows, columns] = [near(Math.floor(i / w), height / h), near(i % w, width / w)];
    return Number(rows.every((row) => columns.every((column) => data[row * width + column]! > 0)));
  });
}

/** A mask [H, W] shrunk to a size: each place is its first pixel ("nearest", as PyTorch has it). */
function nearest(mask: Tensor, [h, w]: Size): Tensor<"float32"> {
  const [height, width] = mask.shape as [number, number];
  const at = (i: number, from: number, to: number): number => Math.min(Math.floor((i * from) / to), from - 1);
  const value = (_: unknown, i: number): number =>
    (mask.data as Float32Array)[at(Math.floor(i / w), height, h) * width + at(i % w, width, w)]!;
  return float32([h, w], Float32Array.from({ length: h * w }, value));
}

/** What of the latent is held still: the mask goes by way of the grid, as in the code of both diffusion methods. */
function stillLatent(generator: Generator, fixed: Tensor, isSum: boolean): StillPlaces | undefined {
  const size = mapSize({ shape: generator.latentShape });
  const still = nearest(nearest(fixed, gridOf(generator)), size);
  if (!still.data.includes(1) || !still.data.includes(0)) return undefined;
  return { of: "denoised", fixed: still, ...(isSum ? {} : { places: still.data.length }) };
}

/** Where a method's mask term holds the picture still; absent where it has no mask, or one without effect. */
export function stillPlaces(
  generator: Generator,
  { maskMean, featureBlock }: Pick<Method, "maskMean" | "featureBlock">,
  mask: Tensor | undefined,
): StillPlaces | undefined {
  const fixed = fixedOf(mask);
  if (!fixed) return undefined;
  if (maskMean === "pixels") return { of: "features", fixed, places: fixed.data.length };
  if (maskMean !== "still-features") return stillLatent(generator, fixed, maskMean === "denoised-sum");
  const { size } = generator.blocks[featureBlock]!;
  const still = stillFeatures(fixed, size);
  const places = still.reduce((sum, v) => sum + v, 0);
  return places > 0 ? { of: "features", fixed: float32(size, still), places } : undefined;
}

/**
 * What is odd about a mask though not wrong, as a sentence that begins with its name; absent where nothing is. A mask that
 * lets nothing move is ignored by drags, as in DragGAN's code, and so is one that holds nothing still at the size of the
 * map or latent that the method's mask term is of.
 *
 * @param mask [H, W] of the picture's pixels, 1 where it may move.
 * @param name what the sentence calls it (default "The mask").
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { stylegan2 } from "../generators/stylegan2/generator.ts";
 * import { randomStylegan2 } from "../generators/stylegan2/random_weights.ts";
 * import { zeros } from "../tensor.ts";
 * import { draggan } from "./methods/draggan.ts";
 * import { maskWarning } from "./still_places.ts";
 *
 * const generator = stylegan2(randomStylegan2({ resolution: 32, channelBase: 256 }));
 * const [method, mask] = [draggan(generator), zeros([32, 32])];
 * assert.equal(maskWarning(generator, method, mask), "The mask lets nothing move, and is ignored.");
 * mask.data.fill(1, 0, 100);
 * assert.equal(maskWarning(generator, method, mask), undefined);
 * ```
 */
export function maskWarning(
  generator: Generator,
  method: Pick<Method, "maskMean" | "featureBlock">,
  mask: Tensor,
  name = "The mask",
): string | undefined {
  const values = mask.data as Float32Array;
  if (!values.some((v) => v > 0)) return `${name} lets nothing move, and is ignored.`;
  const isWithout = values.some((v) => !(v > 0)) && !stillPlaces(generator, method, mask);
  return isWithout
    ? `${name} has no effect at the size of what it would hold still, and is ignored.`
    : undefined;
}
