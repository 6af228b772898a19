import { named } from "../../onnx/alias.ts";
import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { inGraph, isVariable, scaled, type Weight } from "../weight.ts";
import { parameter, type Stylegan2Weights } from "./config.ts";
import { type LayerName, type Plane } from "./plane.ts";

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
  return o.gemm(x, inGraph(weight, `${name}.weight`), inGraph(bias, `${name}.bias`), {
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

/** What a styled convolution is made of beside its input. */
export interface StyledConvolution {
  /** Name of the layer in the state dict, such as `synthesis.b8.conv0`. */
  readonly name: string;
  /** Which of the block's convolutions it is. */
  readonly layer: LayerName;
  /** Channels of the output. */
  readonly channels: number;
  /** Added to every channel times the layer's strength, [H, W], or absent. */
  readonly noise: Weight | undefined;
  /** Factor of the output: √½ for the last convolution of a residual block, else 1. */
  readonly gain: number;
  /** How the block lies on the plane. */
  readonly plane: Plane;
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
  const weight = inGraph(parameter(weights, name, [cout, cin, 3, 3]), name);
  const gain = Math.SQRT2 * layer.gain;
  const styles = fullyConnected(weights, `${layer.name}.affine`, w, cin);
  const convolve = layer.layer === "conv0" ? layer.plane.enlarge : layer.plane.convolve;
  const raw = convolve(o.mul(x, perChannel(styles)), weight);
  const factors = o.mul(demodulation(styles, weight), gain);
  const shifted = o.add(o.mul(raw, perChannel(factors)), shift(weights, layer, gain));
  const active = o.leakyRelu(shifted, 0.2);
  const clamp = weights.config.convClamp;
  const limited = clamp === undefined ? active : o.clip(active, -clamp * layer.gain, clamp * layer.gain);
  return named(layer.name, layer.plane.bounded(layer.layer, limited));
}

/** Bias and noise of a layer, times the gain: [1, C, 1, 1], or with noise [m, C, H, W]. */
function shift(weights: Stylegan2Weights, layer: StyledConvolution, gain: number): Symbolic {
  const bias = scaled(parameter(weights, `${layer.name}.bias`, [layer.channels]), gain);
  const perChannel = o.reshape(inGraph(bias, `${layer.name}.bias`), [1, layer.channels, 1, 1]);
  if (!layer.noise) return perChannel;
  const strength = parameter(weights, `${layer.name}.noise_strength`, []);
  const noise = inGraph(strongNoise(layer.noise, strength, gain), `${layer.name}.noise`);
  return o.add(perChannel, layer.plane.noise(layer.layer, o.reshape(noise, [1, 1, ...noise.shape])));
}

/** Noise [H, W] times its strength and a number. */
const strongNoise = (noise: Weight, strength: Weight, gain: number): Weight =>
  isVariable(strength)
    ? scaled(o.mul(inGraph(noise, ""), strength), gain)
    : scaled(noise, strength.data[0] as number * gain);

/** A map [N, C, H, W] and w [N, w_dim] to colours [N, channels, H, W]: 1 × 1 convolution with styles, not demodulated. */
export function toRgb(weights: Stylegan2Weights, name: string, x: Symbolic, w: Symbolic): Symbolic {
  const { imageChannels, convClamp } = weights.config;
  const cin = x.shape[1]!;
  const weight = parameter(weights, `${name}.weight`, [imageChannels, cin, 1, 1]);
  const bias = parameter(weights, `${name}.bias`, [imageChannels]);
  const styles = o.mul(fullyConnected(weights, `${name}.affine`, w, cin), 1 / Math.sqrt(cin));
  const colours = o.conv(o.mul(x, perChannel(styles)), inGraph(weight, `${name}.weight`), {
    bias: inGraph(bias, `${name}.bias`),
  });
  return named(name, convClamp === undefined ? colours : o.clip(colours, -convClamp, convClamp));
}

/** The shortcut of a residual block: 1 × 1 convolution without bias, up-sampling, gain √½. x [N, Cin, h, w]. */
export function shortcut(
  weights: Stylegan2Weights,
  name: string,
  x: Symbolic,
  channels: number,
  plane: Plane,
): Symbolic {
  const cin = x.shape[1]!;
  const gain = Math.SQRT1_2 / Math.sqrt(cin);
  const weight = scaled(parameter(weights, `${name}.weight`, [channels, cin, 1, 1]), gain);
  return named(name, plane.bounded("conv1", plane.upsample(o.conv(x, inGraph(weight, `${name}.weight`)))));
}
