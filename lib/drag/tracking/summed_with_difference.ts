import { type Symbolic } from "../../onnx/symbolic.ts";
import { type Tree } from "../../onnx/tree.ts";
import { differenceBy, type FeatureNorm } from "./feature_difference.ts";
import { fuseScoresBy } from "./fuse_scores.ts";
import { templateFeature } from "./template_feature.ts";
import { type Tracker } from "./tracker.ts";

/** Options of {@linkcode summedWithDifference}. */
export interface SumOptions {
  /** Weight λ of the tracker's scores, in [0, 1]; 1 is the tracker alone, 0 the feature difference alone. */
  readonly lambdaTrack: number;
  /** How the feature difference is measured. */
  readonly trackNorm: FeatureNorm;
}

type Known = { readonly template: Symbolic; readonly own: Tree<Symbolic> };

/**
 * StableDrag's sum for any tracker: the handle moves to the peak of λ · its scores + (1 − λ) · nearness to the template
 * feature, each brought to [0, 1] over the window ({@linkcode fuseScoresBy}). Confidence is read from the tracker alone.
 */
export function summedWithDifference(tracker: Tracker, { lambdaTrack, trackNorm }: SumOptions): Tracker {
  const { update } = tracker;
  return {
    ...tracker,
    settings: { lambdaTrack, trackNorm, ...tracker.settings },
    prepare: (view, handles): Known => ({
      template: templateFeature(view, handles),
      own: tracker.prepare(view, handles),
    }),
    score: (context, known) => {
      const { template, own } = known as Known;
      const { fused, absolute } = tracker.score(context, own);
      const difference = differenceBy(trackNorm)(context.window, template);
      return { fused: fuseScoresBy(lambdaTrack)(fused, difference, context.inside), absolute };
    },
    ...(update && {
      update: (context, known): Known => {
        const { template, own } = known as Known;
        return { template, own: update(context, own) };
      },
    }),
  };
}
