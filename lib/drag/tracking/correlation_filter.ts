import { InputError } from "../../errors.ts";
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
import { correlationResponseBy } from "./correlation_response.ts";
import { type CorrelationFilter, learnCorrelationFilter } from "./learn_correlation_filter.ts";
import { gaussianLabel } from "./gaussian_label.ts";
import { mixKnown } from "./mix_known.ts";
import { type Tracker } from "./tracker.ts";
import { type UpdateOptions, updateShare } from "./update_share.ts";

/** Options of {@linkcode correlationFilter}; `TRACKERS` has the defaults. */
export interface CorrelationFilterOptions extends UpdateOptions {
  /** Radius of the patch that is correlated, at least that of the search window, in whole pixels of the grid. */
  readonly correlationRadius: number;
  /** Width σ > 0 of the Gaussian label, in feature pixels. */
  readonly sigma: number;
  /** λ ≥ 0 of the division, as a part of the patch's mean energy. */
  readonly ridge: number;
}

/** A square [1, 1, k, k] as the product of a line of k numbers with itself. */
function square(radius: number, line: (offset: number) => number): Symbolic {
  const k = 2 * radius + 1;
  const values = Array.from({ length: k }, (_, i) => line(i - radius));
  return constant(float32([1, 1, k, k], values.flatMap((y) => values.map((x) => x * y))));
}

/** Hann's window: fades a patch out towards its border, as cyclic shifts join opposite ones. */
const hann = (radius: number): Symbolic =>
  square(radius, (i) => Math.cos((Math.PI * i) / (2 * radius + 2)) ** 2);

function patchAt(view: FeatureView, handles: Symbolic, radius: number): Symbolic {
  const features = windowFeatures(view, windowAround(handles, radius, view.grid));
  return o.mul(normalizedFeatures(features), hann(radius));
}

function learn(
  view: FeatureView,
  handles: Symbolic,
  { correlationRadius, sigma }: CorrelationFilterOptions,
): CorrelationFilter {
  const width = sigma * featureSpacing(view);
  const [n, k] = [handles.shape[0]!, 2 * correlationRadius + 1];
  const label = square(correlationRadius, (i) => gaussianLabel(i * i, width));
  return learnCorrelationFilter(
    patchAt(view, handles, correlationRadius),
    o.expand(o.reshape(label, [1, k, k]), [n, k, k]),
  );
}

/** The middle of maps [n, K, K]: [n, k, k]. */
function middleOf(maps: Symbolic, k: number): Symbolic {
  const margin = (maps.shape[1]! - k) / 2;
  if (margin < 0) {
    throw new InputError(
      `Expected correlationRadius to be at least r2, ${(k - 1) / 2}, but found ${(maps.shape[1]! - 1) / 2}.`,
    );
  }
  return o.slice(o.slice(maps, 1, margin, margin + k), 2, margin, margin + k);
}

/** A filter that follows what it finds, each handle by its share [n]. */
function followed(known: CorrelationFilter, seen: CorrelationFilter, share: Symbolic): CorrelationFilter {
  const { numerator: { re, im }, energy } = seen;
  return {
    numerator: {
      re: mixKnown(known.numerator.re, re, share),
      im: mixKnown(known.numerator.im, im, share),
    },
    energy: mixKnown(known.energy, energy, share),
  };
}

/**
 * A correlation filter per handle (MOSSE, DSST; KCF's with a linear kernel but for the place of λ), learned on the
 * features of a patch faded out by Hann's window. With an `updateRate` η it follows what it finds, as DSST does:
 * A ← (1 − η) A + η A', B ← (1 − η) B + η B'.
 */
export function correlationFilter(options: CorrelationFilterOptions): Tracker {
  const { correlationRadius, sigma, ridge, updateRate, updateConfidence } = options;
  return {
    name: "correlation-filter",
    settings: { correlationRadius, sigma, ridge, updateRate, updateConfidence },
    reach: correlationRadius,
    prepare: (view, handles) => learn(view, handles, options),
    score: ({ view, handles, window }, known) => {
      const patch = patchAt(view, handles, correlationRadius);
      const whole = correlationResponseBy(ridge)(patch, known as CorrelationFilter);
      const response = middleOf(whole, window.shape[2]!);
      return { fused: response, absolute: response };
    },
    ...(updateRate > 0 && {
      update: ({ view, handles, confidence }, known): CorrelationFilter =>
        followed(known as CorrelationFilter, learn(view, handles, options), updateShare(confidence, options)),
    }),
  };
}
