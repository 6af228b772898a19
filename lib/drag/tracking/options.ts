import { type FeatureNorm } from "./feature_difference.ts";
import { type FilterSolverName } from "./learn_filter.ts";

/** Options of the trackers, by the names that drags know them by; each tracker uses some. All may be left out. */
export interface TrackerOptions {
  /** Weight λ of the filter's response in the score, from 0 (none of it) to 1; default 0.5 (our choice). */
  readonly lambdaTrack?: number | undefined;
  /** How features are compared; default "l1" in sums with a filter, "l2" in updated-feature (DragGAN's code). */
  readonly trackNorm?: FeatureNorm | undefined;
  /** Width σ > 0 of the filter's Gaussian label [feature px]; default 1.25 (our choice). */
  readonly sigma?: number | undefined;
  /** Radius of the square the filter is learned on, a whole number > 0 [px]; default 5 · r2 (our choice). */
  readonly sampleRadius?: number | undefined;
  /** How the filter is learned; default "ridge", the exact solution (our choice). */
  readonly filterSolver?: FilterSolverName | undefined;
  /** Pull μ ≥ 0 of the filter towards the template, or λ of a correlation filter; default 1e-3 (our choice). */
  readonly ridge?: number | undefined;
  /** Iterations of the solver, a whole number > 0; default 100 (ridge, adam), 10 (gauss-newton, hinge-filter). */
  readonly iterations?: number | undefined;
  /** Height and width of the filter, an odd number > 0 [feature px]; default 3 (our choice). */
  readonly kernelSize?: number | undefined;
  /** Radius of the patch of a correlation filter, a whole number ≥ r2 [px]; default 2 · r2 (DSST's padding). */
  readonly correlationRadius?: number | undefined;
  /**
   * Share η of what was just found in what is known, from 0 to 1; default 0 (correlation-filter: never updated), 0.125
   * (updated-feature: MOSSE).
   */
  readonly updateRate?: number | undefined;
  /** Confidence below which nothing is updated; default 0.5 (our choice, as τ). */
  readonly updateConfidence?: number | undefined;
}

/** What the defaults of the trackers depend on. */
export interface TrackerScale {
  /** Radius of the search window, in pixels of the picture. */
  readonly r2: number;
  /** One feature pixel in whole pixels of the picture. */
  readonly spacing: number;
}

/** The names of {@linkcode TrackerOptions}. */
export const TRACKER_OPTION_NAMES = [
  "lambdaTrack",
  "trackNorm",
  "sigma",
  "sampleRadius",
  "filterSolver",
  "ridge",
  "iterations",
  "kernelSize",
  "correlationRadius",
  "updateRate",
  "updateConfidence",
] as const satisfies readonly (keyof TrackerOptions)[];
