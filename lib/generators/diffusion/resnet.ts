import { named } from "../../onnx/alias.ts";
import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { convolution, groupNorm, linear, type Norm, silu } from "./layers.ts";
import { type Parameters } from "./parameters.ts";

/** What a residual layer is made of beside its input. */
export interface Resnet {
  /** Its name in the file. */
  readonly name: string;
  /** Channels that come out. */
  readonly channels: number;
  /** Its group normalisations. */
  readonly norm: Norm;
  /** The time's embedding [N, D], added between the convolutions to every pixel; a VAE has none. */
  readonly time?: Symbolic;
  /** What the output is divided by (default 1). */
  readonly scale?: number;
}

/** Two convolutions with group normalisation and SiLU before each, beside a shortcut. x [N, C, h, w] → [N, C', h, w]. */
export function resnet(p: Parameters, layer: Resnet, x: Symbolic): Symbolic {
  const { name, channels, norm, time, scale = 1 } = layer;
  const first = convolution(p, `${name}.conv1`, groupNorm(p, `${name}.norm1`, x, norm, silu), channels, 3);
  const shift = time && linear(p, `${name}.time_emb_proj`, silu(time), channels);
  const timed = shift ? o.add(first, o.reshape(shift, [...shift.shape, 1, 1])) : first;
  const second = convolution(
    p,
    `${name}.conv2`,
    groupNorm(p, `${name}.norm2`, timed, norm, silu),
    channels,
    3,
  );
  const shortcut = x.shape[1] === channels ? x : convolution(p, `${name}.conv_shortcut`, x, channels, 1);
  const sum = o.add(shortcut, second);
  return named(name, scale === 1 ? sum : o.div(sum, scale));
}
