import { type SampleOptions } from "./filter_samples.ts";
import { kernelTracker } from "./kernel_tracker.ts";
import { learnHingeFilterBy } from "./learn_hinge_filter.ts";
import { targetMask } from "./target_mask.ts";
import { type Tracker } from "./tracker.ts";

/** Options of {@linkcode hingeFilter}; `TRACKERS` has the defaults. */
export interface HingeFilterOptions extends SampleOptions {
  /** Pull μ ≥ 0 of the filter towards the template. */
  readonly ridge: number;
  /** Steps of steepest descent (default 10: DiMP's first frame). */
  readonly iterations?: number | undefined;
}

/**
 * DiMP's target classifier for each handle: a k × k filter with a hinge-like loss, so that it spends nothing on
 * background that scores below 0 already. The mask is that DiMP's training starts from;
 * the label is a Gaussian as there, of σ = 1.25 feature pixels by default (our choice; pytracking starts from 1).
 *
 * @throws {InputError} when the kernel size is not odd.
 */
export function hingeFilter(options: HingeFilterOptions): Tracker {
  const { ridge, iterations = 10 } = options;
  return kernelTracker(
    "hinge-filter",
    options,
    { ridge, iterations },
    ({ samples, labels, distances, weights, template }) =>
      learnHingeFilterBy({ ridge, iterations })(samples, labels, targetMask(distances), weights, template),
  );
}
