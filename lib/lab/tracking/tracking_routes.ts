import { type Point } from "../../drag/points.ts";
import { featureMaps } from "../../drag/track.ts";
import { type FaceMetrics, openFaceMetrics } from "../../metrics/face_metrics.ts";
import { type FoundLandmarks } from "../../metrics/faces/find_landmarks.ts";
import { landmarksOf } from "../../metrics/landmarks_of.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type Tensor } from "../../tensor.ts";
import { type Lab } from "../experiment.ts";
import { facePairs } from "../faces/face_pairs.ts";
import { type LatentPath } from "./latent_path.ts";
import { type TrackingTruth, trackingTruth } from "./tracking_truth.ts";

/** A path, and where its landmarks are. */
interface Route {
  readonly latents: readonly Tensor[];
  readonly truth: TrackingTruth;
}

/** What is seen in the pictures of a path. */
interface Seen {
  readonly maps: readonly Tensor[];
  readonly landmarks: readonly (readonly Point[] | undefined)[];
}

/** Looks at feature maps and landmarks of a path in one pass through the generator. */
async function lookAlong(
  { model: { generator }, runtime }: Lab,
  { landmarks }: FaceMetrics,
  latents: readonly Tensor[],
  block: number,
): Promise<Seen> {
  const look = (latent: Symbolic): { map: Symbolic; found: FoundLandmarks } => ({
    map: generator.features(latent, block),
    found: landmarks(generator.image(latent)),
  });
  await using compiled = await runtime.compile(look, [latents[0]!], "look");
  const seen = [];
  for (const latent of latents) seen.push(await compiled.run(latent));
  return { maps: seen.map(({ map }) => map), landmarks: seen.map(({ found }) => landmarksOf(found)[0]) };
}

/** What trackers are given and compared with, of the path of a pair. */
export interface SeenRoute {
  /** Where the landmarks are. */
  readonly truth: TrackingTruth;
  /** The map of the block in each picture, [1, C, h, w]. */
  readonly maps: readonly Tensor[];
}

/**
 * Opens the paths of pairs, for their seeds and an index of a feature map. Each is looked at once, but only the maps of
 * the last one are kept, as they are large.
 *
 * Calls throw an `InputError` where the generator shows no face for a seed.
 */
export async function openRoutes(
  lab: Lab,
  path: LatentPath,
): Promise<(seed: number, block: number) => Promise<SeenRoute>> {
  const { model: { generator }, runtime } = lab;
  const metrics = await openFaceMetrics();
  const pairOf = facePairs(lab, metrics);
  const routes = new Map<number, Route>();
  let last: { key: string; maps: readonly Tensor[] } | undefined;
  const look = async (seed: number, block: number): Promise<readonly Tensor[]> => {
    const known = routes.get(seed);
    if (known) return await Array.fromAsync(featureMaps(generator, known.latents, block, { runtime }));
    const pair = await pairOf(seed);
    const latents = await path.latents(lab, pair);
    const { maps, landmarks } = await lookAlong(lab, metrics, latents, block);
    routes.set(seed, { latents, truth: trackingTruth(pair.from.landmarks, landmarks, generator.size) });
    return maps;
  };
  return async (seed, block) => {
    const key = `${seed} ${block}`;
    if (last?.key !== key) {
      last = undefined;
      last = { key, maps: await look(seed, block) };
    }
    return { truth: routes.get(seed)!.truth, maps: last.maps };
  };
}
