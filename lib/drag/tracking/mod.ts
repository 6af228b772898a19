import { correlationFilter } from "./correlation_filter.ts";
import { type SampleOptions } from "./filter_samples.ts";
import { hingeFilter } from "./hinge_filter.ts";
import { kernelFilter } from "./kernel_filter.ts";
import { type LearnFilterOptions } from "./learn_filter.ts";
import { learnedFilter } from "./learned_filter.ts";
import { mostSimilarFeature } from "./most_similar_feature.ts";
import { nearestFeature } from "./nearest_feature.ts";
import { type TrackerOptions, type TrackerScale } from "./options.ts";
import { summedWithDifference } from "./summed_with_difference.ts";
import { type Tracker } from "./tracker.ts";
import { updatedFeature } from "./updated_feature.ts";

/** Makes a tracker, with options in place of its defaults; its settings name the options it uses. */
export type TrackerFactory = (options: TrackerOptions, scale: TrackerScale) => Tracker;

const sampling = (
  { sigma = 1.25, sampleRadius, kernelSize = 3 }: TrackerOptions,
  { r2, spacing }: TrackerScale,
): SampleOptions => ({ sigma, sampleRadius: sampleRadius ?? 5 * r2, kernelSize, spacing });

const learning = (
  { filterSolver = "ridge", ridge = 1e-3, iterations }: TrackerOptions,
): LearnFilterOptions => ({ filterSolver, ridge, iterations });

const summed = (tracker: Tracker, { lambdaTrack = 0.5, trackNorm = "l1" }: TrackerOptions): Tracker =>
  summedWithDifference(tracker, { lambdaTrack, trackNorm });

/** The trackers by name: a new one is a file and a line here. */
export const TRACKERS: Readonly<Record<string, TrackerFactory>> = {
  "nearest-feature-l1": () => nearestFeature("l1"),
  "nearest-feature-l2": () => nearestFeature("l2"),
  "nearest-feature-cosine": () => mostSimilarFeature,
  "updated-feature": ({ trackNorm = "l2", updateRate = 0.125, updateConfidence = 0.5 }) =>
    updatedFeature({ trackNorm, updateRate, updateConfidence }),
  "learned-filter": ({ lambdaTrack = 0.5, trackNorm = "l1", ...options }, scale) => {
    const { sigma, sampleRadius } = sampling(options, scale);
    return learnedFilter({ lambdaTrack, sigma, sampleRadius, ...learning(options), trackNorm });
  },
  "kernel-filter": (options, scale) =>
    summed(kernelFilter({ ...sampling(options, scale), ...learning(options) }), options),
  "hinge-filter": (options, scale) =>
    summed(hingeFilter({ ...sampling(options, scale), ...learning(options) }), options),
  "correlation-filter": (options, { r2 }) => {
    const { correlationRadius = 2 * r2, sigma = 1.25, ridge = 1e-3, updateRate = 0, updateConfidence = 0.5 } =
      options;
    return summed(
      correlationFilter({ correlationRadius, sigma, ridge, updateRate, updateConfidence }),
      options,
    );
  },
};
