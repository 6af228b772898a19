import { InputError } from "../../errors.ts";
import { type Generator, gridOf } from "../../generators/generator.ts";
import { lookUp } from "../../look_up.ts";
import { type ConfidenceScore } from "../confidence/confidence_score.ts";
import { CONFIDENCE_SCORES } from "../confidence/mod.ts";
import { longerSide } from "../../generators/size.ts";
import { type TrackingMethod } from "../method.ts";
import { SUPERVISIONS } from "../supervision/mod.ts";
import { type Supervision } from "../supervision/supervision.ts";
import { TRACKERS } from "../tracking/mod.ts";
import { type Tracker } from "../tracking/tracker.ts";
import { radiusWithin, SEARCH_OPTIONS, withoutEffect } from "./common.ts";
import {
  type MethodOptions,
  PART_DEFAULTS,
  SUPERVISION_OPTION_NAMES,
  TRACKER_OPTION_NAMES,
} from "./options.ts";

/** What StableDrag uses, beside what every method does. */
export const STABLE_OPTIONS: readonly (keyof MethodOptions)[] = [
  ...SEARCH_OPTIONS,
  ...Object.keys(PART_DEFAULTS) as (keyof typeof PART_DEFAULTS)[],
  "relearnEvery",
  ...TRACKER_OPTION_NAMES,
  ...SUPERVISION_OPTION_NAMES,
];

/** Refuses those of some options that a part has no use for: its settings do not say their values. */
function refuseUnused(
  part: string,
  settings: Readonly<Record<string, unknown>>,
  options: MethodOptions,
  names: readonly (keyof MethodOptions)[],
): void {
  const unused = names.find((name) => options[name] !== undefined && options[name] !== settings[name]);
  if (unused) throw withoutEffect(part, unused);
}

/** Refuses what of a tracker's settings does not fit the picture, the search window or the map. */
function checkSizes(
  generator: Generator,
  settings: NonNullable<Tracker["settings"]>,
  { r2, featureBlock }: Pick<TrackingMethod, "r2" | "featureBlock">,
): void {
  const { sampleRadius = 0, correlationRadius = r2, kernelSize = 1 } = settings;
  radiusWithin(generator, "sampleRadius", Number(sampleRadius));
  if (radiusWithin(generator, "correlationRadius", Number(correlationRadius)) < r2) {
    throw new InputError(
      `Expected correlationRadius to be at least r2, ${r2}, but found ${correlationRadius}.`,
    );
  }
  const side = Math.min(...generator.blocks[featureBlock]!.size);
  if (Number(kernelSize) > side) {
    throw new InputError(
      `Expected kernelSize up to the ${side} pixels of the map but found ${kernelSize}.`,
    );
  }
}

function trackerOf(
  generator: Generator,
  options: MethodOptions,
  numbers: Pick<TrackingMethod, "r2" | "featureBlock">,
): Tracker {
  const { r2, featureBlock } = numbers;
  const spacing = Math.max(1, Math.round(gridOf(generator)[0] / generator.blocks[featureBlock]!.size[0]));
  const make = lookUp(TRACKERS, options.tracker ?? PART_DEFAULTS.tracker, "tracker");
  const tracker = make(options, { r2, spacing, side: longerSide(gridOf(generator)) });
  const { name, settings = {} } = tracker;
  refuseUnused(name, settings, options, TRACKER_OPTION_NAMES);
  checkSizes(generator, settings, numbers);
  return tracker;
}

function supervisionOf(options: MethodOptions, { thresholds }: ConfidenceScore): Supervision {
  const name = options.supervision ?? PART_DEFAULTS.supervision;
  const supervision = lookUp(SUPERVISIONS, name, "supervision")(options, thresholds);
  const { tau, settings } = supervision;
  refuseUnused(name, { tau, ...settings }, options, SUPERVISION_OPTION_NAMES);
  return supervision;
}

/**
 * The parts that make StableDrag of DragGAN, and of DragDiffusion: a filter per handle learned once against its
 * background, its response summed with the feature difference, and the template feature as supervisor where the tracker
 * is not confident. What the paper leaves open is our choice, said at each of the options.
 *
 * @throws {InputError} when an option names no part, is without effect on one, or does not fit the grid.
 */
export const stableParts = (
  generator: Generator,
  options: MethodOptions,
  numbers: Pick<TrackingMethod, "r2" | "featureBlock">,
): Pick<TrackingMethod, "confidence" | "supervision" | "tracker"> => {
  const confidence = lookUp(CONFIDENCE_SCORES, options.confidence ?? PART_DEFAULTS.confidence, "confidence");
  const supervision = supervisionOf(options, confidence);
  return { confidence, supervision, tracker: trackerOf(generator, options, numbers) };
};
