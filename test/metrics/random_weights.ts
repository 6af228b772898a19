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

/** CLIP's image tower with the random weights of test/fixtures/metrics/make_edit_metrics.py. */
export function randomClip(): Map<string, Tensor> {
  const [d, hidden] = [128, 256];
  const tensors = new Map<string, Tensor>();
  let seed = 100;
  const set = (name: string, values: Tensor): void => void tensors.set(name, values);
  const weight = (shape: readonly number[], divisor = 1): Tensor =>
    drawn(seed++, shape, { scale: 1 / Math.sqrt(shape.slice(1).reduce((a, b) => a * b, 1)) / divisor });
  const norm = (name: string): void => {
    const { data } = drawn(seed++, [d], { scale: 0.1 });
    set(`vision_model.${name}.weight`, float32([d], data.map((value) => value + 1)));
    set(`vision_model.${name}.bias`, drawn(seed++, [d], { scale: 0.1 }));
  };
  const linear = (name: string, out: number, width: number): void => {
    set(`vision_model.${name}.weight`, weight([out, width]));
    set(`vision_model.${name}.bias`, weight([out], 10));
  };
  set("vision_model.embeddings.patch_embedding.weight", weight([d, 3, 8, 8]));
  set("vision_model.embeddings.class_embedding", weight([d]));
  set("vision_model.embeddings.position_embedding.weight", weight([17, d]));
  norm("pre_layrnorm");
  for (const layer of [0, 1].map((i) => `encoder.layers.${i}`)) {
    norm(`${layer}.layer_norm1`);
    for (const part of ["q", "k", "v", "out"]) linear(`${layer}.self_attn.${part}_proj`, d, d);
    norm(`${layer}.layer_norm2`);
    linear(`${layer}.mlp.fc1`, hidden, d);
    linear(`${layer}.mlp.fc2`, d, hidden);
  }
  norm("post_layernorm");
  set("visual_projection.weight", weight([16, d]));
  return tensors;
}
