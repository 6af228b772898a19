import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { customVjp } from "../../onnx/transforms.ts";
import { recomputed } from "./checkpointed.ts";
import { type Parameters } from "./parameters.ts";

/** x · sigmoid(x) (SiLU, or swish). */
export const silu = (x: Symbolic): Symbolic => o.mul(x, o.sigmoid(x));

/** Derivative of x · Φ(x): Φ(x) + x · φ(x). */
function geluSlope(x: Symbolic): Symbolic {
  const cumulative = o.mul(o.add(o.erf(o.mul(x, Math.SQRT1_2)), 1), 0.5);
  const density = o.mul(o.exp(o.mul(o.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  return o.add(cumulative, o.mul(x, density));
}

/** x · Φ(x), with the normal distribution's Φ itself (GELU without approximation), written as ONNX Runtime knows it. */
export const gelu: (x: Symbolic) => Symbolic = customVjp(
  (x: Symbolic) => o.mul(o.mul(x, o.add(o.erf(o.div(x, Math.SQRT2)), 1)), 0.5),
  (g, [x]) => [o.mul(g, geluSlope(x))],
);

/** x · sigmoid(1.702 x), CLIP's approximation of GELU. */
export const quickGelu = (x: Symbolic): Symbolic => o.mul(x, o.sigmoid(o.mul(x, 1.702)));

/** x [..., in] · weight [out, in]ᵀ + bias [out] → [..., out]; without bias where `bias` is false. */
export function linear(p: Parameters, name: string, x: Symbolic, out: number, bias = true): Symbolic {
  const width = x.shape.at(-1)!;
  const rows = o.reshape(x, [-1, width]);
  const weight = p(`${name}.weight`, [out, width]);
  const y = o.gemm(rows, weight, bias ? p(`${name}.bias`, [out]) : undefined, { transB: true });
  return o.reshape(y, [...x.shape.slice(0, -1), out]);
}

/** A square convolution of a map [N, C, H, W] with weight [out, C, kernel, kernel] and bias [out]. */
export function convolution(
  p: Parameters,
  name: string,
  x: Symbolic,
  out: number,
  kernel: number,
  window: o.WindowOptions = { pad: (kernel - 1) / 2 },
): Symbolic {
  const weight = p(`${name}.weight`, [out, x.shape[1]!, kernel, kernel]);
  return o.conv(x, weight, { ...window, bias: p(`${name}.bias`, [out]) });
}

/** Groups of a group normalisation, and what it adds to the variance. */
export interface Norm {
  /** Groups of channels. */
  readonly groups: number;
  /** Added to the variance. */
  readonly epsilon: number;
}

/** Group normalisation of a map [N, C, H, W] with weight and bias [C], and what follows it (default nothing). */
export function groupNorm(
  p: Parameters,
  name: string,
  x: Symbolic,
  { groups, epsilon }: Norm,
  activation: (x: Symbolic) => Symbolic = (x) => x,
): Symbolic {
  const c = [x.shape[1]!];
  const part = (p: Parameters, x: Symbolic): Symbolic =>
    activation(o.groupNorm(x, groups, p(`${name}.weight`, c), p(`${name}.bias`, c), epsilon));
  return recomputed(p, part)(x);
}

/** Normalisation over the last axis with weight and bias of its length. */
export function layerNorm(p: Parameters, name: string, x: Symbolic, epsilon = 1e-5): Symbolic {
  const width = [x.shape.at(-1)!];
  const part = (p: Parameters, x: Symbolic): Symbolic =>
    o.layerNorm(x, p(`${name}.weight`, width), p(`${name}.bias`, width), epsilon);
  return recomputed(p, part)(x);
}
