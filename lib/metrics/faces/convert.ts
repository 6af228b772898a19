import { InputError } from "../../errors.ts";
import { toDepthwise, toOihw } from "../../formats/tfjs_kernels.ts";
import { float32, type Tensor } from "../../tensor.ts";

/** The networks of separable convolutions under their own names, kernels as [Cout, Cin, kH, kW]. */
export const convertSeparable = (tensors: ReadonlyMap<string, Tensor>): Map<string, Tensor> =>
  new Map([...tensors].map(([name, value]) => [name, converted(name, value)]));

function converted(name: string, value: Tensor): Tensor {
  if (name.endsWith("/depthwise_filter")) return toDepthwise(value);
  return value.shape.length === 4 ? toOihw(value) : value;
}

/** A vector of a weight file. */
function vector(tensors: ReadonlyMap<string, Tensor>, name: string): Float32Array {
  const value = tensors.get(name);
  if (value?.dtype !== "float32") {
    throw new InputError(`Expected the weight ${name} as float32 but found ${value?.dtype ?? "none"}.`);
  }
  return value.data as Float32Array;
}

/**
 * The weights of the face descriptor: of every layer `name` the kernel `name`/filters [Cout, Cin, kH, kW] and
 * `name`/bias [Cout], in which the scale and shift that follow the convolution are folded; and `fc` [256, 128].
 *
 * @throws {InputError} when a tensor is missing or is not of float32.
 */
export function convertDescriptor(tensors: ReadonlyMap<string, Tensor>): Map<string, Tensor> {
  const weights = new Map<string, Tensor>();
  for (const [name, value] of tensors) {
    if (!name.endsWith("/conv/filters")) continue;
    const layer = name.slice(0, -"/conv/filters".length);
    const [scale, shift, bias] = ["scale/weights", "scale/biases", "conv/bias"].map((part) =>
      vector(tensors, `${layer}/${part}`)
    ) as [Float32Array, Float32Array, Float32Array];
    const kernel = toOihw(value);
    const perChannel = kernel.data.length / scale.length;
    const scaled = kernel.data.map((w, i) => w * scale[Math.floor(i / perChannel)]!);
    weights.set(`${layer}/filters`, float32(kernel.shape, scaled));
    weights.set(`${layer}/bias`, float32([bias.length], bias.map((b, i) => b * scale[i]! + shift[i]!)));
  }
  const fc = vector(tensors, "fc");
  return weights.set("fc", float32([fc.length / 128, 128], fc));
}
