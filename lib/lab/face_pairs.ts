import { type Point } from "../drag/points.ts";
import { type FaceMetrics } from "../metrics/face_metrics.ts";
import { type FoundLandmarks } from "../metrics/faces/find_landmarks.ts";
import { landmarksOf, requireLandmarks } from "../metrics/landmarks_of.ts";
import { type Symbolic } from "../onnx/symbolic.ts";
import { type Tensor } from "../tensor.ts";
import { type Lab } from "./experiment.ts";

/** A generated picture with a face in it. */
export interface Face {
  /** In the generator's full space. */
  readonly latent: Tensor;
  /** The picture, [1, 3, S, S], unclamped. */
  readonly picture: Tensor;
  /** The 68 points of the face, [1, 68, 2]: x and y in pixels. */
  readonly points: Tensor;
  /** The same as points. */
  readonly landmarks: readonly Point[];
}

/** A face, and where its landmarks shall go. */
export interface FacePair {
  /** What is dragged. */
  readonly face: Face;
  /** The 68 landmarks of another. */
  readonly targets: readonly Point[];
}

/** How far apart the seeds of candidates for one face are: more than twice as many pairs as anybody takes. */
const STRIDE = 2 ** 20;

/** Candidates for one face at most. */
const CANDIDATES = 8;

/**
 * Finds the pair of a seed s: two generated faces, of the seeds 2 s and 2 s + 1. Where no landmarks are found in the
 * picture of a seed, that of 2²⁰ seeds further takes its place, and so on up to eight of them (our choice). A pair is
 * looked for once, however often it is asked for.
 *
 * Calls throw an `InputError` where no candidate shows a face.
 */
export function facePairs(
  { model: { generator, latents }, runtime }: Lab,
  { landmarks }: Pick<FaceMetrics, "landmarks">,
): (seed: number) => Promise<FacePair> {
  const look = (latent: Symbolic): { readonly picture: Symbolic; readonly found: FoundLandmarks } => {
    const picture = generator.image(latent);
    return { picture, found: landmarks(picture) };
  };
  const find = async (first: number): Promise<Face> => {
    for (let k = 0;; k++) {
      const latent = await latents(runtime, { seed: first + k * STRIDE });
      const { picture, found } = await runtime.run(look, latent);
      const [points] = landmarksOf(found);
      if (points) return { latent, picture, points: found.points, landmarks: points };
      if (k + 1 < CANDIDATES) continue;
      requireLandmarks(
        found,
        `any of the ${CANDIDATES} pictures of seed ${first} and every 2²⁰ seeds further`,
      );
    }
  };
  const pairs = new Map<number, Promise<FacePair>>();
  const pair = async (seed: number): Promise<FacePair> => {
    const face = await find(2 * seed);
    const { landmarks: targets } = await find(2 * seed + 1);
    return { face, targets };
  };
  return (seed) => {
    const known = pairs.get(seed) ?? pair(seed);
    pairs.set(seed, known);
    return known;
  };
}
