import { float32Weight } from "../../generators/weight.ts";
import * as o from "../../onnx/ops/mod.ts";
import { constant, type Symbolic } from "../../onnx/symbolic.ts";
import { type Tensor } from "../../tensor.ts";

/** A network's float32 weights by name, kernels as [Cout, Cin, kH, kW]. */
export type NetWeights = ReadonlyMap<string, Tensor>;

/**
 * A weight as a constant of the graph.
 *
 * @throws {InputError} when there is none of that name, or it is not of float32.
 */
export const weightOf = (weights: NetWeights, name: string): Symbolic =>
  constant(float32Weight(weights, name), name);

/** TensorFlow's padding "same" of a square map for a 3 × 3 window: [top, left, bottom, right]. */
function same(size: number, stride: number): [number, number, number, number] {
  const missing = Math.max((Math.ceil(size / stride) - 1) * stride + 3 - size, 0);
  const before = Math.floor(missing / 2);
  return [before, before, missing - before, missing - before];
}

/** 3 × 3 convolution with TensorFlow's padding "same", of the weights `name`/filters and `name`/bias. */
export const sameConv = (weights: NetWeights, name: string, x: Symbolic, stride = 1): Symbolic =>
  o.conv(x, weightOf(weights, `${name}/filters`), {
    stride,
    pad: same(x.shape[2]!, stride),
    bias: weightOf(weights, `${name}/bias`),
  });

/**
 * A 3 × 3 convolution of each channel alone with TensorFlow's padding "same", then a 1 × 1 convolution, of the weights
 * `name`/depthwise_filter, `name`/pointwise_filter and `name`/bias.
 */
export function separableConv(weights: NetWeights, name: string, x: Symbolic, stride = 1): Symbolic {
  const [, channels, size] = x.shape as [number, number, number];
  const depthwise = o.conv(x, weightOf(weights, `${name}/depthwise_filter`), {
    group: channels,
    stride,
    pad: same(size, stride),
  });
  return o.conv(depthwise, weightOf(weights, `${name}/pointwise_filter`), {
    bias: weightOf(weights, `${name}/bias`),
  });
}
