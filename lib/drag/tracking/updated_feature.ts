import { type Symbolic } from "../../onnx/symbolic.ts";
import { type FeatureNorm } from "./feature_difference.ts";
import { mixKnown } from "./mix_known.ts";
import { nearestFeature } from "./nearest_feature.ts";
import { templateFeature } from "./template_feature.ts";
import { type Tracker } from "./tracker.ts";
import { type UpdateOptions, updateShare } from "./update_share.ts";

/** Options of {@linkcode updatedFeature}; `TRACKERS` has the defaults. */
export interface UpdatedFeatureOptions extends UpdateOptions {
  /** How features are compared. */
  readonly trackNorm: FeatureNorm;
}

/**
 * The handle moves to the feature nearest to a template that follows what it finds: f ← (1 − η) f + η F(p) where the
 * confidence allows it. The template forgets how the handle looked in the undragged picture, and may drift with it.
 * Source: the running mean of MOSSE and DSST, on DragGAN's feature.
 */
export function updatedFeature(options: UpdatedFeatureOptions): Tracker {
  const { trackNorm, updateRate, updateConfidence } = options;
  return {
    ...nearestFeature(trackNorm),
    name: "updated-feature",
    settings: { trackNorm, updateRate, updateConfidence },
    update: ({ view, handles, confidence }, known) =>
      mixKnown(known as Symbolic, templateFeature(view, handles), updateShare(confidence, options)),
  };
}
