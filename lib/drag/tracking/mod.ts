import { correlationFilter } from "./correlation_filter.ts";
import { type SampleOptions } from "./filter_samples.ts";
import { hingeFilter } from "./hinge_filter.ts";
import { kernelFilter } from "./kernel_filter.ts";
import { type LearnFilterOptions } from "./learn_filter.ts";
import { learnedFilter } from "./learned_filter.ts";
import { mostSimilarFeature } from "./most_similar_feature.ts";
import { nearestFeature } from "./nearest_feature.ts";
import { TRACKER_DEFAULTS, type TrackerOptions, type TrackerScale } from "./options.ts";
import { summedWithDifference, type SumOptions } from "./summed_with_difference.ts";
import { type Tracker } from "./tracker.ts";
import { updatedFeature } from "./updated_feature.ts";

/** Makes a tracker, with options in place of its defaults; its settings name the options it uses. */
export type TrackerFactory = (options: TrackerOptions, scale: TrackerScale) => Tracker;

const D = TRACKER_DEFAULTS;

const sampling = (
  { sigma = D.sigma, sampleRadius, kernelSize = D.kernelSize }: TrackerOptions,
  { r2, spacing, side }: TrackerScale,
): SampleOptions => ({
  sigma,
  sampleRadius: sampleRadius ?? Math.min(D.sampleRadiusPerR2 * r2, side),
  kernelSize,
  spacing,
});

const learning = (
  { filterSolver = D.filterSolver, ridge = D.ridge, iterations }: TrackerOptions,
): LearnFilterOptions => ({ filterSolver, ridge, iterations });

const summing = ({ lambdaTrack = D.lambdaTrack, trackNorm = "l1" }: TrackerOptions): SumOptions => ({
  lambdaTrack,
  trackNorm,
});

const summed = (tracker: Tracker, options: TrackerOptions): Tracker =>
  summedWithDifference(tracker, summing(options));

/** The trackers by name: a new one is a file and a line here. */
export const TRACKERS: Readonly<Record<string, TrackerFactory>> = {
  "nearest-feature-l1": () => nearestFeature("l1"),
  "nearest-feature-l2": () => nearestFeature("l2"),
  "nearest-feature-cosine": () => mostSimilarFeature,
  "updated-feature": ({ trackNorm = "l2", updateRate = 0.125, updateConfidence = D.updateConfidence }) =>
    updatedFeature({ trackNorm, updateRate, updateConfidence }),
  "learned-filter": (options, scale) => {
    const { sigma, sampleRadius } = sampling(options, scale);
    const { lambdaTrack, trackNorm } = summing(options);
    return learnedFilter({ lambdaTrack, sigma, sampleRadius, ...learning(options), trackNorm });
  },
  "kernel-filter": (options, scale) =>
    summed(kernelFilter({ ...sampling(options, scale), ...learning(options) }), options),
  "hinge-filter": (options, scale) =>
    summed(hingeFilter({ ...sampling(options, scale), ...learning(options) }), options),
  "correlation-filter": (options, scale) => {
    const { sigma } = sampling(options, scale);
    const { ridge } = learning(options);
    const { correlationRadius = D.correlationRadiusPerR2 * scale.r2 } = options;
    const { updateRate = 0, updateConfidence = D.updateConfidence } = options;
    return summed(
      correlationFilter({ correlationRadius, sigma, ridge, updateRate, updateConfidence }),
      options,
    );
  },
};
