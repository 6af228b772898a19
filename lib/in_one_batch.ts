import { float32, sizeOf, type Tensor } from "./tensor.ts";

/** Results [n, …] of one shape but for n, at least one, one after the other as one [N, …]. */
export function inOneBatch(results: readonly Tensor[]): Tensor<"float32"> {
  const [, ...shape] = results[0]!.shape;
  const count = results.reduce((sum, result) => sum + result.shape[0]!, 0);
  const all = new Float32Array(count * sizeOf(shape));
  let place = 0;
  for (const { data } of results) {
    all.set(data as Float32Array, place);
    place += data.length;
  }
  return float32([count, ...shape], all);
}
