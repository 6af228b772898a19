import * as o from "../onnx/ops/mod.ts";
import { type Symbolic } from "../onnx/symbolic.ts";
import { type FeatureView } from "./view.ts";

/**
 * mean |F − F⁰| over all channels and pixels, counted where `fixed` is 1: what holds the picture still outside of
 * the editable mask. Source: DragGAN's code.
 *
 * reference: the map of the undragged picture, [1, C, h, w]; fixed [R, R] → [].
 */
export function maskLoss(view: FeatureView, reference: Symbolic, fixed: Symbolic): Symbolic {
  const size = [view.resolution, view.resolution] as const;
  const change = o.resizeBilinear(o.sub(view.map, reference), size);
  return o.reduceMean(o.mul(o.abs(change), fixed));
}
