import { float32, type Tensor } from "../../lib/tensor.ts";

/** A map [k, k] with a peak at some place and a second, lower one. */
export function peaked(k: number, [x, y]: readonly [number, number], second = 0.6): Tensor {
  const bump = (i: number, cx: number, cy: number, width: number): number =>
    Math.exp(-(((i % k) - cx) ** 2 + (Math.floor(i / k) - cy) ** 2) / (2 * width ** 2));
  const value = (i: number): number => bump(i, x, y, 1.6) + second * bump(i, k - 1 - x, k - 1 - y, 1.3);
  return float32([k, k], Float32Array.from({ length: k * k }, (_, i) => value(i)));
}

/** Maps [k, k] as one [n, k, k]. */
export const stacked = (maps: readonly Tensor[]): Tensor =>
  float32([maps.length, ...maps[0]!.shape], maps.flatMap(({ data }) => [...data as Float32Array]));
