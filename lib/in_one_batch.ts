import { float32, type Tensor } from "./tensor.ts";

/** Results [1, …] of one shape, at least one, as one [N, …]. */
export function inOneBatch(results: readonly Tensor[]): Tensor<"float32"> {
  const [first] = results as readonly [Tensor];
  const data = new Float32Array(results.length * first.data.length);
  results.forEach((result, i) => data.set(result.data as Float32Array, i * first.data.length));
  return float32([results.length, ...first.shape.slice(1)], data);
}
