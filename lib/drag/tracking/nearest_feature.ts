import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { differenceBy, type FeatureNorm } from "./feature_difference.ts";
import { templateFeature } from "./template_feature.ts";
import { type Tracker } from "./tracker.ts";

/**
 * The handle moves to the feature nearest to its template feature (DragGAN).
 *
 * `norm`: "l2" as the authors' code has it (default), "l1" as the paper has it.
 */
export function nearestFeature(norm: FeatureNorm = "l2"): Tracker {
  return {
    name: `nearest-feature-${norm}`,
    prepare: templateFeature,
    score: ({ window }, template) => {
      const nearness = o.neg(differenceBy(norm)(window, template as Symbolic));
      return { fused: nearness, absolute: nearness };
    },
  };
}
