import { seededNoise } from "../../lib/generators/latents.ts";
import { float32, type Tensor } from "../../lib/tensor.ts";

/** Normal numbers as `np.random.RandomState(seed).randn` draws them, times a scale, or their absolute values. */
export function drawn(
  seed: number,
  shape: readonly number[],
  { scale = 1, positive = false }: { readonly scale?: number; readonly positive?: boolean } = {},
): Tensor<"float32"> {
  const { data } = seededNoise(seed, shape);
  return float32(shape, data.map((value) => (positive ? Math.abs(value) : value) * Math.fround(scale)));
}

/** AlexNet and LPIPS' linear layers with the random weights of test/fixtures/metrics/make_edit_metrics.py. */
export function randomLpips(): Map<string, Tensor> {
  const kernels = [[0, 64, 3, 11], [3, 192, 64, 5], [6, 384, 192, 3], [8, 256, 384, 3], [
    10,
    256,
    256,
    3,
  ]] as const;
  const tensors = new Map<string, Tensor>();
  kernels.forEach(([index, out, channels, side], i) => {
    const scale = Math.sqrt(2 / (channels * side * side));
    tensors.set(`features.${index}.weight`, drawn(10 + i, [out, channels, side, side], { scale }));
    tensors.set(`features.${index}.bias`, drawn(20 + i, [out], { scale: 0.1 }));
    tensors.set(`lin${i}.model.1.weight`, drawn(30 + i, [1, out, 1, 1], { positive: true }));
  });
  return tensors;
}
