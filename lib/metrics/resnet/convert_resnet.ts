import { InputError } from "../../errors.ts";
import { toOihw } from "../../formats/tfjs_kernels.ts";
import { float32, type Tensor } from "../../tensor.ts";

/** Added to variances by Keras' batch normalisation. */
const EPSILON = 1e-3;

/** The name of the batch normalisation after a convolution. */
const normOf = (layer: string): string => (layer === "conv1" ? "bn_conv1" : layer.replace(/^res/, "bn"));

function vector(tensors: ReadonlyMap<string, Tensor>, name: string): Float32Array {
  const value = tensors.get(name);
  if (value?.dtype === "float32") return value.data as Float32Array;
  throw new InputError(`Expected the weight ${name} as float32 but found ${value?.dtype ?? "none"}.`);
}

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
    const part = (of: string): Float32Array => vector(tensors, `${normOf(layer)}/${of}`);
    const [gamma, beta, mean, variance] = ["gamma", "beta", "moving_mean", "moving_variance"].map(part) as [
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    const bias = vector(tensors, `${layer}/bias`);
    const scale = gamma.map((g, i) => g / Math.sqrt(variance[i]! + EPSILON));
    const kernel = toOihw(value);
    const perChannel = kernel.data.length / scale.length;
    const scaled = kernel.data.map((w, i) => w * scale[Math.floor(i / perChannel)]!);
    weights.set(`${layer}.weight`, float32(kernel.shape, scaled));
    weights.set(
      `${layer}.bias`,
      float32([bias.length], bias.map((b, i) => (b - mean[i]!) * scale[i]! + beta[i]!)),
    );
  }
  return weights;
}
