import { float32, type Tensor } from "../../tensor.ts";
import { foldedKernel, weightNumbers } from "../folded_kernel.ts";

/** Added to variances by Keras' batch normalisation. */
const EPSILON = 1e-3;

/** The name of the batch normalisation after a convolution. */
const normOf = (layer: string): string => (layer === "conv1" ? "bn_conv1" : layer.replace(/^res/, "bn"));

/**
 * The weights of Keras' ResNet-50: of every convolution `name` a kernel `name`.weight [Cout, Cin, kH, kW] and `name`.bias
 * [Cout], in which the batch normalisation that follows is folded. The classes are left out.
 *
 * @throws {InputError} when a tensor is missing or is not of float32.
 */
export function convertResnet(tensors: ReadonlyMap<string, Tensor>): Map<string, Tensor> {
  const weights = new Map<string, Tensor>();
  for (const [name, value] of tensors) {
    if (!name.endsWith("/kernel") || value.shape.length !== 4) continue;
    const layer = name.slice(0, -"/kernel".length);
    const part = (of: string): Float32Array => weightNumbers(tensors, `${normOf(layer)}/${of}`);
    const [gamma, beta, mean, variance] = ["gamma", "beta", "moving_mean", "moving_variance"].map(part) as [
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    const bias = weightNumbers(tensors, `${layer}/bias`);
    const scale = gamma.map((g, i) => g / Math.sqrt(variance[i]! + EPSILON));
    weights.set(`${layer}.weight`, foldedKernel(value, scale));
    weights.set(
      `${layer}.bias`,
      float32([bias.length], bias.map((b, i) => (b - mean[i]!) * scale[i]! + beta[i]!)),
    );
  }
  return weights;
}
