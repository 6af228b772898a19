import { named } from "../../onnx/alias.ts";
import * as o from "../../onnx/ops/mod.ts";
import { constant, type Symbolic } from "../../onnx/symbolic.ts";
import { type DType, float32 } from "../../tensor.ts";
import { linear, silu } from "./layers.ts";
import { type Parameters } from "./parameters.ts";
import { type UnetConfig } from "./unet_config.ts";

/** The longest period of the encoding, over 2 π. */
const LONGEST = 10000;

/**
 * Times [N] as sines and cosines of falling frequency, [N, C] for the C channels of the finest level: the positional
 * encoding of "Attention Is All You Need" (arXiv 1706.03762), as denoising diffusion models take it over.
 */
export function timeEncoding(config: UnetConfig, timestep: Symbolic): Symbolic {
  const half = config.channels[0]! / 2;
  const step = Math.log(LONGEST) / (half - config.frequencyShift);
  const frequencies = float32([1, half], Array.from({ length: half }, (_, i) => Math.exp(-step * i)));
  const angles = o.mul(o.reshape(timestep, [-1, 1]), constant(frequencies, "time_frequencies"));
  const parts = [o.sin(angles), o.cos(angles)];
  return o.concat(config.cosinesFirst ? parts.reverse() : parts, 1);
}

/** Times [N] → [N, 4 C] of a dtype: what every residual layer is told of the time. */
export function timeEmbedding(
  config: UnetConfig,
  p: Parameters,
  timestep: Symbolic,
  dtype: DType = "float32",
): Symbolic {
  const width = 4 * config.channels[0]!;
  const encoding = o.cast(timeEncoding(config, timestep), dtype);
  const hidden = silu(linear(p, "time_embedding.linear_1", encoding, width));
  return named("time_embedding", linear(p, "time_embedding.linear_2", hidden, width));
}
