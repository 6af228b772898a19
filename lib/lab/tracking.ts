import { type Method, type TrackingMethod } from "../drag/method.ts";
import { featureMaps, trackMaps } from "../drag/track.ts";
import { InputError } from "../errors.ts";
import { openFaceMetrics } from "../metrics/face_metrics.ts";
import { landmarksOf } from "../metrics/landmarks_of.ts";
import { type Symbolic } from "../onnx/symbolic.ts";
import { type Tensor } from "../tensor.ts";
import { type Lab } from "./experiment.ts";
import { facePairs } from "./face_pairs.ts";
import { type LatentPath } from "./latent_path.ts";
import { pathBetween } from "./latent_path_between.ts";
import { type Measure, type Measured } from "./measure.ts";
import { TRACKING_QUANTITIES, trackingRow } from "./tracking_row.ts";
import { type TrackingTruth, trackingTruth } from "./tracking_truth.ts";

/** A path with what is to be seen on it. */
interface Route {
  readonly latents: readonly Tensor[];
  readonly truth: TrackingTruth;
}

/** The routes of pairs; each is looked at once. */
async function routes(lab: Lab, path: LatentPath): Promise<(seed: number) => Promise<Route>> {
  const { model: { generator }, runtime } = lab;
  const metrics = await openFaceMetrics();
  const pairOf = facePairs(lab, metrics);
  const look = (latent: Symbolic): ReturnType<typeof metrics.landmarks> =>
    metrics.landmarks(generator.image(latent));
  const find = async (seed: number): Promise<Route> => {
    const pair = await pairOf(seed);
    const latents = await path.latents(lab, pair);
    const found = [];
    for (const latent of latents) found.push(landmarksOf(await runtime.run(look, latent))[0]);
    return { latents, truth: trackingTruth(pair.from.landmarks, found, generator.resolution) };
  };
  const known = new Map<number, Promise<Route>>();
  return (seed) => {
    const route = known.get(seed) ?? find(seed);
    known.set(seed, route);
    return route;
  };
}

/** The maps of a path, kept until those of another are asked for: they are large. */
function lastMaps({ model: { generator }, runtime }: Lab): (
  latents: readonly Tensor[],
  block: number,
) => Promise<readonly Tensor[]> {
  let last: { latents: readonly Tensor[]; block: number; maps: readonly Tensor[] } | undefined;
  return async (latents, block) => {
    if (last?.latents !== latents || last.block !== block) {
      last = undefined;
      const maps = await Array.fromAsync(featureMaps(generator, latents, block, { runtime }));
      last = { latents, block, maps };
    }
    return last.maps;
  };
}

function tracking(method: Method | undefined, name: string): TrackingMethod {
  if (method && "tracker" in method) return method;
  const found = method ? `${method.name}, which has none` : "no method";
  throw new InputError(`Expected a method with a tracker for ${name} but found ${found}.`);
}

/** What is measured of trackers on the paths of pairs. */
async function measuring(
  lab: Lab,
  path: LatentPath,
): Promise<(m: TrackingMethod, seed: number) => ReturnType<Measured>> {
  const { model: { generator: { resolution } }, runtime } = lab;
  const routeOf = await routes(lab, path);
  const mapsOf = lastMaps(lab);
  return async (method, seed) => {
    const { latents, truth } = await routeOf(seed);
    const maps = await mapsOf(latents, method.featureBlock);
    const thereAndBack = [...maps, ...maps.toReversed().slice(1)];
    const start = performance.now();
    const pictures = await Array.fromAsync(
      trackMaps(thereAndBack, resolution, truth.handles, method, { runtime }),
    );
    const seconds = { track: (performance.now() - start) / 1000 };
    return { row: trackingRow(truth, pictures, resolution), seconds };
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
 *
 * @param path where to go (default {@linkcode pathBetween}: from the pair's first face to its second).
 */
export function trackingAlone({ path = pathBetween() }: { readonly path?: LatentPath } = {}): Measure {
  const name = `tracking-${path.name}`;
  return {
    name,
    version: 1,
    settings: path.settings,
    quantities: TRACKING_QUANTITIES,
    pairs: 20,
    open: (lab) => {
      let opened: ReturnType<typeof measuring> | undefined;
      return async (method, seed) => {
        const tracked = tracking(method, name);
        opened ??= measuring(lab, path);
        return await (await opened)(tracked, seed);
      };
    },
  };
}
