import * as o from "../onnx/ops/mod.ts";
import { type Symbolic } from "../onnx/symbolic.ts";

/** x with mean square 1 over axis 1: each latent of [N, D], or the channels of each pixel of [N, C, H, W]. */
export const pixelNorm = (x: Symbolic): Symbolic =>
  o.mul(x, o.reciprocal(o.sqrt(o.add(o.reduceMean(o.square(x), { axes: [1], keep: true }), 1e-8))));
