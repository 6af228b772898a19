import { InputError } from "../../errors.ts";
import { type Arg, constant, filled, op, Symbolic, symbolic } from "../symbolic.ts";
import { add, mul } from "./elementwise.ts";
import { reshape } from "./layout.ts";

/**
 * A map [N, C, H, W] normalised over each sample's channel, then scaled and shifted per channel ([C] each).
 *
 * @param epsilon added to the variance (default 1e-5).
 */
export const instanceNorm = (x: Arg, scale: Arg, bias: Arg, epsilon = 1e-5): Symbolic =>
  op("InstanceNormalization", [symbolic(x), symbolic(scale), symbolic(bias)], {
    epsilon: { float: epsilon },
  });

/**
 * x normalised over its last axis, then scaled and shifted by vectors of that length.
 *
 * @param epsilon added to the variance (default 1e-5).
 */
export const layerNorm = (x: Arg, scale: Arg, bias: Arg, epsilon = 1e-5): Symbolic =>
  op("LayerNormalization", [symbolic(x), symbolic(scale), symbolic(bias)], {
    axis: { int: -1 },
    epsilon: { float: epsilon },
  });

/**
 * A map [N, C, H, W] normalised over groups of channels, then scaled and shifted per channel ([C] each).
 *
 * @param epsilon added to the variance (default 1e-5).
 * @throws {InputError} when the channels do not divide into `groups`.
 */
export function groupNorm(x: Arg, groups: number, scale: Arg, bias: Arg, epsilon = 1e-5): Symbolic {
  const s = symbolic(x);
  const [n, c, h, w] = s.shape as [number, number, number, number];
  if (c % groups !== 0) {
    throw new InputError(`groupNorm: Expected a multiple of ${groups} channels but found ${c}.`);
  }
  const flat = reshape(s, [n, groups, (c / groups) * h, w]);
  const vector = (value: number): Symbolic => constant(filled(s.dtype, [groups], value));
  const normal = reshape(instanceNorm(flat, vector(1), vector(0), epsilon), s.shape);
  const perChannel = (v: Arg): Symbolic => reshape(v, [1, c, 1, 1]);
  return add(mul(normal, perChannel(scale)), perChannel(bias));
}
