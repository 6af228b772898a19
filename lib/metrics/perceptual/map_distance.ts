import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";

/** Options of {@linkcode mapDistance}. */
export interface MapDistanceOptions {
  /** Added to the squared length of a feature vector, which may be 0 (default 1e-20: LPIPS adds 1e-10 to the length). */
  readonly epsilon?: number;
  /** How much each channel counts, [1, C, 1, 1] (default: all 1). */
  readonly weights?: Symbolic;
}

/**
 * How far apart two feature maps [N, C, h, w] are, [N]: squared differences of feature vectors of length 1, summed over
 * channels, averaged over places (LPIPS, Zhang et al., arXiv 1801.03924, equation 1, for one layer).
 */
export function mapDistance(
  a: Symbolic,
  b: Symbolic,
  { epsilon = 1e-20, weights }: MapDistanceOptions = {},
): Symbolic {
  const unit = (map: Symbolic): Symbolic =>
    o.div(map, o.sqrt(o.add(o.reduceSum(o.square(map), { axes: [1], keep: true }), epsilon)));
  const squares = o.square(o.sub(unit(a), unit(b)));
  const sums = o.reduceSum(weights ? o.mul(squares, weights) : squares, { axes: [1], keep: true });
  return o.reduceMean(sums, { axes: [1, 2, 3] });
}
