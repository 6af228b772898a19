import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { indices } from "../../generators/windows/span.ts";

/** Lower than any score: what places outside of the picture count. */
const NOWHERE = -3e38;

/** Scores inside of the picture, the lowest number elsewhere. */
export const insideOnly = (scores: Symbolic, inside: Symbolic): Symbolic =>
  o.where(o.greater(inside, 0), scores, NOWHERE);

/** The largest score of each map [n, k, k], as [n]. */
export const peak = (scores: Symbolic, inside: Symbolic): Symbolic =>
  o.reduceMax(insideOnly(scores, inside), { axes: [1, 2] });

/** Offset of the peak from the window's corner, [n, 2] as x and y; the first in reading order where places tie. */
export function peakOffset(scores: Symbolic, inside: Symbolic): Symbolic {
  const [n, , k] = scores.shape as [number, number, number];
  const index = o.cast(o.argMax(o.reshape(insideOnly(scores, inside), [n, -1]), 1), "float32");
  const y = o.floor(o.div(o.add(index, 0.5), k));
  return o.stack([o.sub(index, o.mul(y, k)), y], 1);
}

/** 1 outside of the square of `radius` around the peak and inside of the picture, else 0: [n, k, k]. */
export function besidePeak(scores: Symbolic, inside: Symbolic, radius: number): Symbolic {
  const [n, ky, kx] = scores.shape as [number, number, number];
  const offset = peakOffset(scores, inside);
  const far = (axis: number, size: number, shape: readonly number[]): Symbolic => {
    const line = o.reshape(indices(size), shape);
    const at = o.reshape(o.slice(offset, 1, axis, axis + 1), [n, 1, 1]);
    return o.greater(o.abs(o.sub(line, at)), radius);
  };
  return o.mul(o.cast(o.or(far(0, kx, [1, 1, kx]), far(1, ky, [1, ky, 1])), "float32"), inside);
}

/**
 * Radius of the square around the peak that counts as the peak: 44 % of the window's side, from 1 (3 × 3, in windows of 7)
 * to 5 (MOSSE's 11 × 11, in windows of 25 or more). Our choice between both, so that something is left beside the peak
 * at the picture's border, too.
 */
export const peakRadius = (scores: Symbolic): number =>
  Math.min(5, Math.max(1, Math.round(0.22 * scores.shape[2]! - 0.5)));

/** Sum over each map, [n]. */
export const total = (x: Symbolic): Symbolic => o.reduceSum(x, { axes: [1, 2] });

/** One number per map, [n], shaped to broadcast over the maps. */
export const spread = (x: Symbolic): Symbolic => o.reshape(x, [x.shape[0]!, 1, 1]);
