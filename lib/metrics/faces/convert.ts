import { toDepthwise, toOihw } from "../../formats/tfjs_kernels.ts";
import { float32, type Tensor } from "../../tensor.ts";
import { foldedKernel, weightNumbers } from "../folded_kernel.ts";

/** The networks of separable convolutions under their own names, kernels as [Cout, Cin, kH, kW]. */
export const convertSeparable = (tensors: ReadonlyMap<string, Tensor>): Map<string, Tensor> =>
  new Map([...tensors].map(([name, value]) => [name, converted(name, value)]));

function converted(name: string, value: Tensor): Tensor {
  if (name.endsWith("/depthwise_filter")) return toDepthwise(value);
  return value.shape.length === 4 ? toOihw(value) : value;
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
      weightNumbers(tensors, `${layer}/${part}`)
    ) as [Float32Array, Float32Array, Float32Array];
    weights.set(`${layer}/filters`, foldedKernel(value, scale));
    weights.set(`${layer}/bias`, float32([bias.length], bias.map((b, i) => b * scale[i]! + shift[i]!)));
  }
  const fc = weightNumbers(tensors, "fc");
  return weights.set("fc", float32([fc.length / 128, 128], fc));
}
