import { type Method, type TrackingMethod } from "../../drag/method.ts";
import { trackMaps } from "../../drag/track.ts";
import { InputError } from "../../errors.ts";
import { type Lab } from "../experiment.ts";
import { type LatentPath } from "./latent_path.ts";
import { pathBetween } from "./latent_path_between.ts";
import { type Measure, type Measured, openedOnce } from "../measure.ts";
import { openRoutes } from "./tracking_routes.ts";
import { TRACKING_QUANTITIES, trackingRow } from "./tracking_row.ts";

/** Options of {@linkcode trackingAlone}. */
export interface TrackingAloneOptions {
  /** What the measure is called (default "tracking"). */
  readonly name?: string;
  /** Where to go (default {@linkcode pathBetween}: from a pair's first face to its second). */
  readonly path?: LatentPath;
}

/** A method with a tracker, for the measure of a name. */
function requireTracker(method: Method | undefined, name: string): TrackingMethod {
  if (method && "tracker" in method) return method;
  const found = method ? `${method.name}, which has none` : "no method";
  throw new InputError(`Expected a method with a tracker for ${name} but found ${found}.`);
}

/** What is measured of trackers on the paths of pairs. */
async function measuring(lab: Lab, { name, path }: Required<TrackingAloneOptions>): Promise<Measured> {
  const { model: { generator: { size } }, runtime } = lab;
  const routeOf = await openRoutes(lab, path);
  return async (method, seed) => {
    const tracking = requireTracker(method, name);
    const { truth, maps } = await routeOf(seed, tracking.featureBlock);
    const thereAndBack = [...maps, ...maps.toReversed().slice(1)];
    const start = performance.now();
    const pictures = await Array.fromAsync(
      trackMaps(thereAndBack, size, truth.handles, tracking, { runtime }),
    );
    const seconds = { track: (performance.now() - start) / 1000 };
    return { row: trackingRow(truth, pictures, size), seconds };
  };
}

/**
 * Does a tracker stay on its points, where nothing is dragged? A path of latents begins at a generated face; the
 * method's tracker prepares on the first picture and finds up to twelve landmarks again in each, all at once.
 *
 * The truth is where a landmark detector finds them; pictures without a face have none. A handle is lost where it is
 * more than 6/128 of the picture's side from the truth at the end (our choice); counted by themselves are the landmarks
 * that others look like — corners of the eyes and of the mouth, nostrils — and those like none: the tip of the nose,
 * the middles of the lips, the chin. Without any detector: the tracker goes on along the same path back to the first
 * picture, and should come back to where it began.
 *
 * Of the method its tracker, confidence, r2, relearnEvery and feature block are used. The feature maps of a path are
 * computed once for methods that follow each other on the same pair: see {@linkcode pairByPair}.
 *
 * Measured calls throw an `InputError` where there is no method or it has no tracker, and where the generator shows no
 * face for a seed. Time: `track`, of all tracking on the path and back, without the features.
 */
export function trackingAlone(
  { name = "tracking", path = pathBetween() }: TrackingAloneOptions = {},
): Measure {
  return {
    name,
    version: 1,
    settings: path.settings,
    quantities: TRACKING_QUANTITIES,
    pairs: 20,
    open: (lab) => openedOnce(() => measuring(lab, { name, path })),
  };
}
