import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { differenceBy, type FeatureNorm } from "./feature_difference.ts";
import { templateFeature } from "./template_feature.ts";
import { type Tracker } from "./tracker.ts";

/** Length of each template [n, C] in the norm, as [n, 1, 1]: the scale on which a difference is small. */
function lengthOf(template: Symbolic, norm: FeatureNorm): Symbolic {
  const size = norm === "l1"
    ? o.reduceSum(o.abs(template), { axes: [1] })
    : o.sqrt(o.reduceSum(o.square(template), { axes: [1] }));
  return o.reshape(o.add(size, 1e-12), [template.shape[0]!, 1, 1]);
}

/**
 * The handle moves to the feature nearest to its template feature (DragGAN).
 *
 * `norm`: "l2" as the authors' code has it (default), "l1" as the paper has it.
 */
export function nearestFeature(norm: FeatureNorm = "l2"): Tracker {
  return {
    name: `nearest-feature-${norm}`,
    settings: { trackNorm: norm },
    prepare: templateFeature,
    score: ({ window }, prepared) => {
      const template = prepared as Symbolic;
      const difference = differenceBy(norm)(window, template);
      return { fused: o.neg(difference), absolute: o.sub(1, o.div(difference, lengthOf(template, norm))) };
    },
  };
}
