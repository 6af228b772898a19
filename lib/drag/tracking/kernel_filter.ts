import { type SampleOptions } from "./filter_samples.ts";
import { kernelTracker } from "./kernel_tracker.ts";
import { FILTER_SOLVERS, learnFilterBy, type LearnFilterOptions } from "./learn_filter.ts";
import { type Tracker } from "./tracker.ts";

/** Options of {@linkcode kernelFilter}; `TRACKERS` has the defaults. */
export interface KernelFilterOptions extends SampleOptions, LearnFilterOptions {}

/**
 * A tracker by a k × k correlation filter per handle: `learnFilter` on the patches around each place in place of their
 * single features. Our extension of StableDrag's 1 × 1 filter.
 *
 * @throws {InputError} when the kernel size is not odd.
 */
export function kernelFilter(options: KernelFilterOptions): Tracker {
  const { filterSolver, ridge, iterations = FILTER_SOLVERS[filterSolver].iterations } = options;
  return kernelTracker(
    "kernel-filter",
    options,
    { filterSolver, ridge, iterations },
    ({ samples, labels, weights, template }) => learnFilterBy(options)(samples, labels, weights, template),
  );
}
