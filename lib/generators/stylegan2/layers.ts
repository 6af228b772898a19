import { named } from "../../onnx/alias.ts";
import * as o from "../../onnx/ops/mod.ts";
import { constant, type Symbolic } from "../../onnx/symbolic.ts";
import { float32, type Tensor } from "../../tensor.ts";
import { parameter, type Stylegan2Weights } from "./config.ts";

/**
 * A fully connected layer with equalised learning rate: x [N, in] → [N, out].
 *
 * @param learningRate multiplier of the learning rate it was trained with (default 1).
 */
export function fullyConnected(
  weights: Stylegan2Weights,
  name: string,
  x: Symbolic,
  out: number,
  learningRate = 1,
): Symbolic {
  const fanIn = x.shape[1]!;
  const gain = learningRate / Math.sqrt(fanIn);
  const weight = parameter(weights, `${name}.weight`, [out, fanIn]);
  const bias = parameter(weights, `${name}.bias`, [out]);
  return o.gemm(x, constant(weight, `${name}.weight`), constant(bias, `${name}.bias`), {
    transB: true,
    alpha: gain,
    beta: learningRate,
  });
}

/** Styles [N, C] as factors of a map: [N, C, 1, 1]. */
const perChannel = (s: Symbolic): Symbolic => o.reshape(s, [...s.shape, 1, 1]);

/**
 * Factors that bring each output channel back to unit variance, [N, Cout]. The squared norms of the weights are
 * constants, which ONNX Runtime folds when it makes the session.
 */
function demodulation(styles: Symbolic, weight: Symbolic): Symbolic {
  const norms = o.transpose(o.reduceSum(o.square(weight), { axes: [2, 3] }), [1, 0]);
  return o.reciprocal(o.sqrt(o.add(o.matMul(o.square(styles), norms), 1e-8)));
}

/** The low-pass filter [1, 3, 3, 1] in two dimensions, one copy per channel, with a gain of 4 for up-sampling. */
function upsamplingFilter(channels: number): Symbolic {
  const line = [1, 3, 3, 1];
  const taps = line.flatMap((a) => line.map((b) => (a * b) / 16));
  return constant(float32([channels, 1, 4, 4], Array.from({ length: channels }, () => taps).flat()));
}

/** A map [N, C, H, W] twice as large, zeros put between the pixels and low-passed: [N, C, 2H, 2W]. */
export const upsample = (x: Symbolic): Symbolic =>
  o.convTranspose(x, upsamplingFilter(x.shape[1]!), { stride: 2, pad: 1, group: x.shape[1]! });

/** 3 × 3 convolution of a map, doubling its size where `up`. */
function convolve(x: Symbolic, weight: Symbolic, up: boolean): Symbolic {
  if (!up) return o.conv(x, weight, { pad: 1 });
  const cout = weight.shape[0]!;
  const transposed = o.transpose(weight, [1, 0, 2, 3]);
  const large = o.convTranspose(x, transposed, { stride: 2 });
  return o.conv(large, upsamplingFilter(cout), { pad: 1, group: cout });
}

/** What a styled convolution is made of beside its input. */
export interface StyledConvolution {
  /** Name of the layer in the state dict, such as `synthesis.b8.conv0`. */
  readonly name: string;
  /** Channels of the output. */
  readonly channels: number;
  /** Whether it doubles the size of the map. */
  readonly up: boolean;
  /** Added to every channel times the layer's strength, [H, W], or absent. */
  readonly noise: Tensor<"float32"> | undefined;
  /** Factor of the output: √½ for the last convolution of a residual block, else 1. */
  readonly gain: number;
}

/**
 * Convolution with per-sample styles: the styles scale the input, the weights stay constant, and the output is
 * demodulated — so that no gradient flows through weights of each sample. Bias, noise, leaky ReLU (gain √2) and
 * the clamp follow; since leaky ReLU is positively homogeneous the gains are folded into its argument.
 *
 * x [N, Cin, h, w], w [N, w_dim] → [N, C, H, W]. Source: StyleGAN2-ADA's `SynthesisLayer`.
 */
export function styledConvolution(
  weights: Stylegan2Weights,
  layer: StyledConvolution,
  x: Symbolic,
  w: Symbolic,
): Symbolic {
  const [cin, cout] = [x.shape[1]!, layer.channels];
  const name = `${layer.name}.weight`;
  const weight = constant(parameter(weights, name, [cout, cin, 3, 3]), name);
  const gain = Math.SQRT2 * layer.gain;
  const styles = fullyConnected(weights, `${layer.name}.affine`, w, cin);
  const raw = convolve(o.mul(x, perChannel(styles)), weight, layer.up);
  const factors = o.mul(demodulation(styles, weight), gain);
  const shifted = o.add(o.mul(raw, perChannel(factors)), shift(weights, layer, gain));
  const active = o.leakyRelu(shifted, 0.2);
  const clamp = weights.config.convClamp;
  return named(
    layer.name,
    clamp === undefined ? active : o.clip(active, -clamp * layer.gain, clamp * layer.gain),
  );
}

/** Bias and noise of a layer, times the gain: [1, C, 1, 1], or [1, C, H, W] with noise; folded as the norms are. */
function shift(weights: Stylegan2Weights, layer: StyledConvolution, gain: number): Symbolic {
  const bias = parameter(weights, `${layer.name}.bias`, [layer.channels]).data.map((b) => b * gain);
  const perChannel = constant(float32([1, layer.channels, 1, 1], bias), `${layer.name}.bias`);
  if (!layer.noise) return perChannel;
  const strength = parameter(weights, `${layer.name}.noise_strength`, []).data[0]! * gain;
  const [h, w] = layer.noise.shape.slice(-2) as [number, number];
  const noise = float32([1, 1, h, w], layer.noise.data.map((v) => v * strength));
  return o.add(perChannel, constant(noise, `${layer.name}.noise`));
}

/** A map [N, C, H, W] and w [N, w_dim] to colours [N, channels, H, W]: 1 × 1 convolution with styles, not demodulated. */
export function toRgb(weights: Stylegan2Weights, name: string, x: Symbolic, w: Symbolic): Symbolic {
  const { imageChannels, convClamp } = weights.config;
  const cin = x.shape[1]!;
  const weight = parameter(weights, `${name}.weight`, [imageChannels, cin, 1, 1]);
  const bias = parameter(weights, `${name}.bias`, [imageChannels]);
  const styles = o.mul(fullyConnected(weights, `${name}.affine`, w, cin), 1 / Math.sqrt(cin));
  const colours = o.conv(o.mul(x, perChannel(styles)), constant(weight, `${name}.weight`), {
    bias: constant(bias, `${name}.bias`),
  });
  return named(name, convClamp === undefined ? colours : o.clip(colours, -convClamp, convClamp));
}

/**
 * The shortcut of a residual block: 1 × 1 convolution without bias, up-sampling, gain √½:
 * x [N, Cin, h, w] → [N, channels, 2h, 2w].
 */
export function shortcut(weights: Stylegan2Weights, name: string, x: Symbolic, channels: number): Symbolic {
  const cin = x.shape[1]!;
  const weight = parameter(weights, `${name}.weight`, [channels, cin, 1, 1]);
  const gain = Math.SQRT1_2 / Math.sqrt(cin);
  const scaled = float32(weight.shape, weight.data.map((v) => v * gain));
  return named(name, upsample(o.conv(x, constant(scaled, `${name}.weight`))));
}
