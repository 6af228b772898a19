import { InputError } from "../../errors.ts";
import { type Generator } from "../../generators/generator.ts";
import { CONFIDENCE_SCORES } from "../confidence/mod.ts";
import { type TrackingMethod } from "../method.ts";
import { type SupervisionOptions, SUPERVISIONS } from "../supervision/mod.ts";
import { type Supervision } from "../supervision/supervision.ts";
import { TRACKERS } from "../tracking/mod.ts";
import { TRACKER_OPTION_NAMES, type TrackerOptions } from "../tracking/options.ts";
import { type Tracker } from "../tracking/tracker.ts";
import { commonNumbers, lookUp, radiusWithin, refuseOptions } from "./common.ts";
import { SUBMOTION_OPTIONS } from "./freedrag.ts";
import { type MethodOptions } from "./options.ts";

/** Options of {@linkcode stabledrag}: which of its parts are others, and the numbers of the parts. */
export interface StabledragOptions extends MethodOptions, TrackerOptions, SupervisionOptions {
  /** Name of a tracker in `TRACKERS`; default "learned-filter". */
  readonly tracker?: string | undefined;
  /** Name of a supervision in `SUPERVISIONS`; default "confidence-switch". */
  readonly supervision?: string | undefined;
}

/** Refuses options that a part has no use for, so that a misplaced one is not taken for an ablation. */
function refuseUnused<K extends string>(
  part: { readonly name: string; readonly settings: Readonly<Record<string, unknown>> },
  options: Readonly<Partial<Record<K, unknown>>>,
  names: readonly K[],
): void {
  const unused = names.find((name) => options[name] !== undefined && options[name] !== part.settings[name]);
  if (unused) {
    throw new InputError(`Expected options of ${part.name} but found ${unused}, which has no effect there.`);
  }
}

function trackerOf(
  generator: Generator,
  options: StabledragOptions,
  { r2, featureBlock }: Pick<TrackingMethod, "r2" | "featureBlock">,
): Tracker {
  const spacing = Math.max(1, Math.round(generator.resolution / generator.blocks[featureBlock]!.resolution));
  const tracker = lookUp(TRACKERS, options.tracker ?? "learned-filter", "tracker")(options, { r2, spacing });
  const { name, settings = {} } = tracker;
  refuseUnused({ name, settings }, options, TRACKER_OPTION_NAMES);
  for (const radius of ["sampleRadius", "correlationRadius"]) {
    if (settings[radius] !== undefined) radiusWithin(generator, radius, Number(settings[radius]));
  }
  return tracker;
}

function supervisionOf(options: StabledragOptions): Supervision {
  const name = options.supervision ?? "confidence-switch";
  const supervision = lookUp(SUPERVISIONS, name, "supervision")(options);
  const { tau, settings } = supervision;
  refuseUnused({ name, settings: { tau, ...settings } }, options, [
    "tau",
    "softness",
    "expectedLoss",
  ]);
  return supervision;
}

/**
 * StableDrag: a filter per handle learned once against its background, its response summed with the feature
 * difference, and the template feature as supervisor where the tracker is not confident. There is no code of its
 * authors; what the paper leaves open is our choice, said at each of the options.
 *
 * @throws {InputError} when the generator has no such feature block or latent space, or an option is without effect.
 */
export function stabledrag(generator: Generator, options: StabledragOptions = {}): TrackingMethod {
  refuseOptions("stabledrag", options, SUBMOTION_OPTIONS);
  const parts = {
    name: "stabledrag",
    confidence: lookUp(CONFIDENCE_SCORES, options.confidence ?? "relative-peak", "confidence"),
    supervision: supervisionOf(options),
    ...commonNumbers(generator, options),
  };
  return { ...parts, tracker: trackerOf(generator, options, parts) };
}
