import * as o from "../../onnx/ops/mod.ts";
import { constant, type Symbolic } from "../../onnx/symbolic.ts";
import { float32 } from "../../tensor.ts";
import {
  featureSpacing,
  type FeatureView,
  normalizedFeatures,
  windowAround,
  windowFeatures,
} from "../view.ts";
import { differenceBy, type FeatureNorm } from "./feature_difference.ts";
import { filterResponse } from "./filter_response.ts";
import { fuseScoresBy } from "./fuse_scores.ts";
import { FILTER_SOLVERS, type FilterSolverName, learnFilterBy } from "./learn_filter.ts";
import { gaussianLabel } from "./gaussian_label.ts";
import { templateFeature } from "./template_feature.ts";
import { type Tracker } from "./tracker.ts";

/** Options of {@linkcode learnedFilter}. All values are our choice, as the paper states none; `TRACKER_DEFAULTS` has the defaults. */
export interface LearnedFilterOptions {
  /** Weight λ of the filter's response in the sum, in [0, 1]; 0 is the feature difference alone, 1 the filter alone. */
  readonly lambdaTrack: number;
  /** Width σ of the Gaussian label, in feature pixels. */
  readonly sigma: number;
  /** Radius of the square the filter is learned on, in whole pixels of the grid. */
  readonly sampleRadius: number;
  /** How the filter is learned. */
  readonly filterSolver: FilterSolverName;
  /** Pull μ ≥ 0 of the filter towards the template feature. */
  readonly ridge: number;
  /** Iterations of the solver (default: 100 for ridge and adam, 50 for gauss-newton). */
  readonly iterations?: number | undefined;
  /** How the feature difference is measured. */
  readonly trackNorm: FeatureNorm;
}

/** Gaussian labels of width `sigma` pixels over a window of radius r: [(2r + 1)²]. */
function gaussianLabels(radius: number, sigma: number): Float32Array {
  const k = 2 * radius + 1;
  return Float32Array.from({ length: k * k }, (_, i) => {
    const [x, y] = [(i % k) - radius, Math.floor(i / k) - radius];
    return gaussianLabel(x * x + y * y, sigma);
  });
}

function learn(
  view: FeatureView,
  handles: Symbolic,
  template: Symbolic,
  options: LearnedFilterOptions,
): Symbolic {
  const window = windowAround(handles, options.sampleRadius, view.grid);
  const features = normalizedFeatures(windowFeatures(view, window));
  const [n, c, k] = features.shape as [number, number, number];
  const samples = o.transposeLast(o.reshape(features, [n, c, k * k]));
  const sigma = options.sigma * featureSpacing(view);
  const labels = o.expand(constant(float32([1, k * k], gaussianLabels(options.sampleRadius, sigma))), [
    n,
    k * k,
  ]);
  const inside = o.reshape(window.inside, [n, k * k]);
  return learnFilterBy(options)(samples, labels, inside, normalizedFeatures(template));
}

/**
 * StableDrag's discriminative tracker: a 1 × 1 filter per handle, learned once on the undragged picture against
 * its background, and the difference to the template feature; the handle moves to the peak of their sum.
 */
export function learnedFilter(options: LearnedFilterOptions): Tracker {
  const { filterSolver, iterations = FILTER_SOLVERS[filterSolver].iterations } = options;
  return {
    name: "learned-filter",
    settings: { ...options, iterations },
    prepare: (view, handles) => {
      const template = templateFeature(view, handles);
      return { template, filter: learn(view, handles, template, options) };
    },
    score: ({ window, inside }, prepared) => {
      const { template, filter } = prepared as { template: Symbolic; filter: Symbolic };
      const response = filterResponse(normalizedFeatures(window), filter);
      const difference = differenceBy(options.trackNorm)(window, template);
      return { fused: fuseScoresBy(options.lambdaTrack)(response, difference, inside), absolute: response };
    },
  };
}
