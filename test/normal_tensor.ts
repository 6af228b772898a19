import { drawn, seededNormal } from "../lib/random.ts";
import { type Tensor } from "../lib/tensor.ts";

/** Normal numbers N(0, scale²) from a seed. */
export function normalTensor(shape: readonly number[], seed: number, scale = 1): Tensor<"float32"> {
  const normal = seededNormal(seed);
  return drawn(shape, () => scale * normal());
}
