import { float32, sizeOf, type Tensor } from "./tensor.ts";

/**
 * Uniform numbers in [0, 1) from a seed: the "mulberry32" generator, equal on every platform.
 *
 * The returned function carries the state; make one per use. Of the seed the lowest 32 bits count.
 */
export function seededUniform(seed: number): () => number {
  let state = seed >>> 0;
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Normal numbers N(0, 1) from a seed, by Box and Muller's transform of {@linkcode seededUniform}. */
export function seededNormal(seed: number): () => number {
  const uniform = seededUniform(seed);
  return (): number => {
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    return radius * Math.cos(2 * Math.PI * uniform());
  };
}

/** A seed for a part of something that has a seed, such as a step of a training. */
export const seedOf = (seed: number, part: number): number =>
  (Math.imul(seed + 1, 0x85ebca6b) ^ Math.imul(part + 1, 0x9e3779b1)) >>> 0;

/** A tensor of numbers drawn one after the other. */
export const drawn = (shape: readonly number[], draw: () => number): Tensor<"float32"> =>
  float32(shape, Float32Array.from({ length: sizeOf(shape) }, draw));
