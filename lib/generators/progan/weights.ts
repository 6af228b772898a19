import { toOihw } from "../../formats/tfjs_kernels.ts";
import { float32, type Tensor } from "../../tensor.ts";
import { float32Weight, type Weights } from "../weight.ts";

/** A ProGAN's weights: `dense.weight` [z, C·16], `conv{i}.weight` [Cout, Cin, 3, 3], biases, `torgb.*`. */
export type ProganWeights = Weights;

/**
 * The first layer, a 4 × 4 convolution of the latent padded by 3, as a matrix [z, C·16]: the kernel at tap
 * (3 − y, 3 − x) makes pixel (y, x).
 */
function toDense(kernel: Tensor<"float32">): Tensor<"float32"> {
  const [, , cin, cout] = kernel.shape as [number, number, number, number];
  const out = new Float32Array(kernel.data.length);
  for (let pixel = 0; pixel < 16; pixel++) {
    for (let i = 0; i < cin; i++) {
      const from = ((15 - pixel) * cin + i) * cout;
      for (let o = 0; o < cout; o++) out[(i * cout + o) * 16 + pixel] = kernel.data[from + o]!;
    }
  }
  return float32([cin, cout * 16], out);
}

/**
 * Converts the tensors of the TF.js port of TF-Hub's google/progan-128.
 *
 * The port folded the picture's final `0.5 · x + 0.5` into toRGB's bias only and lost the factor 0.5 of the
 * weights; here the picture is in [−1, 1], where it is `conv(x) + 2 · bias − 1`.
 *
 * @throws {InputError} when a tensor is missing, or is not of float32.
 */
export function convertProgan(tensors: ReadonlyMap<string, Tensor>): Map<string, Tensor> {
  const kernel = (i: number): Tensor<"float32"> =>
    float32Weight(tensors, `module_apply_default/Conv2D${i ? `_${i}` : ""}/merged_input`);
  const weights = new Map<string, Tensor>([["dense.weight", toDense(kernel(0))]]);
  for (let i = 0; i < 12; i++) {
    if (i > 0) weights.set(`conv${i}.weight`, toOihw(kernel(i)));
    weights.set(`conv${i}.bias`, float32Weight(tensors, `module/g_model/res_${i >> 1}/conv${i & 1}/bias`));
  }
  weights.set("torgb.weight", toOihw(kernel(12)));
  const bias = float32Weight(tensors, "module_apply_default/add_26");
  weights.set("torgb.bias", float32(bias.shape, bias.data.map((b) => 2 * b - 1)));
  return weights;
}
