import { type FeatureNorm } from "./feature_difference.ts";
import { type FilterSolverName } from "./learn_filter.ts";

/**
 * Options of the trackers, by the names that drags know them by; each tracker uses some. All may be left out; the
 * defaults are {@linkcode TRACKER_DEFAULTS}.
 */
export interface TrackerOptions {
  /** Weight λ of the filter's response in the score, from 0 (none of it) to 1; default 0.5. */
  readonly lambdaTrack?: number | undefined;
  /** How features are compared; default "l1" in sums with a filter, "l2" alone (DragGAN's code). */
  readonly trackNorm?: FeatureNorm | undefined;
  /** Width σ > 0 of the filter's Gaussian label [feature px]; default 1.25. */
  readonly sigma?: number | undefined;
  /** Radius of the square the filter is learned on, a whole number > 0 [px]; default a multiple of r2, within the picture. */
  readonly sampleRadius?: number | undefined;
  /** How the filter is learned; default "ridge", exactly. */
  readonly filterSolver?: FilterSolverName | undefined;
  /** Pull μ ≥ 0 of the filter towards the template, or λ of a correlation filter; default 1e-3. */
  readonly ridge?: number | undefined;
  /**
   * Iterations of the solver, a whole number from 1 to 1000, as each is unrolled in the graph; default 100 (ridge, adam),
   * 50 (gauss-newton), 10 (hinge-filter).
   */
  readonly iterations?: number | undefined;
  /** Height and width of the filter, an odd number > 0 [feature px]; default 3. */
  readonly kernelSize?: number | undefined;
  /** Radius of the patch of a correlation filter, a whole number ≥ r2 [px]; default a multiple of r2. */
  readonly correlationRadius?: number | undefined;
  /**
   * Share η of what was just found in what is known, from 0 to 1; default 0 (correlation-filter: never updated), 0.125
   * (updated-feature: MOSSE).
   */
  readonly updateRate?: number | undefined;
  /** Confidence below which nothing is updated; default 0.5. */
  readonly updateConfidence?: number | undefined;
}

/** What the trackers have where {@linkcode TrackerOptions} say nothing: our choice, but for what is said. */
export const TRACKER_DEFAULTS = {
  /** λ: as much of the filter as of the feature difference. */
  lambdaTrack: 0.5,
  /** σ [feature px]. */
  sigma: 1.25,
  /** Radius of the square the filter is learned on, in r2. */
  sampleRadiusPerR2: 5,
  /** The exact solution. */
  filterSolver: "ridge",
  /** μ. */
  ridge: 1e-3,
  /** Height and width of a filter [feature px]. */
  kernelSize: 3,
  /** Radius of the patch of a correlation filter, in r2: DSST's padding. */
  correlationRadiusPerR2: 2,
  /** Our choice. */
  updateConfidence: 0.5,
} as const;

/** What the defaults of the trackers depend on. */
export interface TrackerScale {
  /** Radius of the search window, in pixels of the grid. */
  readonly r2: number;
  /** One feature pixel in whole pixels of the grid. */
  readonly spacing: number;
  /** The grid's longer side: radii are by default no larger. */
  readonly side: number;
}
