import * as o from "../../onnx/ops/mod.ts";
import { constant, type Symbolic } from "../../onnx/symbolic.ts";
import { float32 } from "../../tensor.ts";
import { type FeatureView, normalizedFeatures, type Window, windowAround, windowFeatures } from "../view.ts";
import { gaussianLabel } from "./gaussian_label.ts";
import { unfoldBy } from "./unfold.ts";

/** What a k × k filter is learned from. */
export interface SampleOptions {
  /** Height and width k of the filter, odd, in feature pixels. */
  readonly kernelSize: number;
  /** Width σ > 0 of the Gaussian label, in feature pixels. */
  readonly sigma: number;
  /** Radius of the square of samples, in whole pixels of the grid. */
  readonly sampleRadius: number;
  /** One feature pixel in whole pixels of the grid: distance of the filter's taps, and of the samples. */
  readonly spacing: number;
}

/** The places around n handles that filters are learned from, each with its k × k neighbours. */
export interface FilterSamples {
  /** Feature patches of length 1, [n, S, C · k²]; places in reading order, channels outermost. */
  readonly samples: Symbolic;
  /** Gaussian of the distance to the handle, [n, S]. */
  readonly labels: Symbolic;
  /** 1 where a place lies inside of the picture, else 0: [n, S]. */
  readonly weights: Symbolic;
  /** Distance to the handle in feature pixels, [n, S]. */
  readonly distances: Symbolic;
  /** The patch at the handle, [n, C · k²]. */
  readonly template: Symbolic;
}

/** Features of length 1, divided by k, so that patches of k × k of them are of length 1 (0 outside of the picture). */
export const patchFeatures = (features: Symbolic, kernelSize: number): Symbolic =>
  o.mul(normalizedFeatures(features), 1 / kernelSize);

/** Every `spacing`-th column and row of a window. */
const thinned = ({ xs, ys, inside }: Window, spacing: number): Window => {
  const every = (x: Symbolic, axis: number): Symbolic => o.slice(x, axis, 0, x.shape[axis]!, spacing);
  return { xs: every(xs, 1), ys: every(ys, 1), inside: every(every(inside, 1), 2) };
};

/** Distance of the places of a window of `side` × `side` to its middle, in places. */
function distancesOf(side: number): Float32Array {
  const middle = (side - 1) / 2;
  return Float32Array.from(
    { length: side * side },
    (_, i) => Math.hypot((i % side) - middle, Math.floor(i / side) - middle),
  );
}

/** The samples around handles [n, 2], one for every feature pixel. */
export function filterSamples(
  view: FeatureView,
  handles: Symbolic,
  { kernelSize, sigma, sampleRadius, spacing }: SampleOptions,
): FilterSamples {
  const steps = Math.floor(sampleRadius / spacing);
  const around = (radius: number): Window =>
    thinned(windowAround(handles, radius * spacing, view.grid), spacing);
  const features = windowFeatures(view, around(steps + (kernelSize - 1) / 2));
  const samples = unfoldBy(kernelSize)(patchFeatures(features, kernelSize));
  const [n, s, length] = samples.shape as [number, number, number];
  const spread = (values: Float32Array): Symbolic => o.expand(constant(float32([1, s], values)), [n, s]);
  const distances = distancesOf(2 * steps + 1);
  const middle = (s - 1) / 2;
  return {
    samples,
    labels: spread(distances.map((d) => gaussianLabel(d * d, sigma))),
    weights: o.reshape(around(steps).inside, [n, s]),
    distances: spread(distances),
    template: o.reshape(o.slice(samples, 1, middle, middle + 1), [n, length]),
  };
}
