import { seededUniform, seedOf } from "../random.ts";

/** The whole numbers below `count` in an order of a seed (Fisher and Yates' shuffle). */
export function shuffled(count: number, seed: number): Uint32Array {
  const [order, uniform] = [Uint32Array.from({ length: count }, (_, i) => i), seededUniform(seed)];
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

/**
 * Which of `count` samples a step sees: every epoch sees all of them, each in an order of its own, and it depends on
 * nothing but the seed and the step.
 */
export function sampleOrder(count: number, batch: number, seed: number): (step: number) => number[] {
  let [known, order]: [number, Uint32Array] = [-1, new Uint32Array()];
  const at = (place: number): number => {
    const epoch = Math.floor(place / count);
    if (known !== epoch) [known, order] = [epoch, shuffled(count, seedOf(seed, epoch))];
    return order[place % count]!;
  };
  return (step) => Array.from({ length: batch }, (_, i) => at(step * batch + i));
}

/** Samples [N, …] of some numbers, [B, …]. */
export function picked<A extends Uint8Array | Float32Array>(
  data: A,
  size: number,
  indices: readonly number[],
): A {
  const out = data.slice(0, 0).constructor as new (length: number) => A;
  const result = new out(indices.length * size);
  indices.forEach((index, i) => result.set(data.subarray(index * size, (index + 1) * size) as A, i * size));
  return result;
}
