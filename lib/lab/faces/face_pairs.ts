import { type Point } from "../../drag/points.ts";
import { type FaceMetrics } from "../../metrics/face_metrics.ts";
import { landmarksOf, requireLandmarks } from "../../metrics/landmarks_of.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type Tensor } from "../../tensor.ts";
import { type Lab } from "../experiment.ts";

/** A generated picture with a face in it. */
export interface Face {
  /** In the generator's full space. */
  readonly latent: Tensor;
  /** The 68 points of the face, [1, 68, 2]: x and y in pixels. */
  readonly points: Tensor;
  /** The same as points. */
  readonly landmarks: readonly Point[];
}

/** A face, and another that has its landmarks where those of the first shall go. */
export interface FacePair {
  /** What is dragged. */
  readonly from: Face;
  /** What says where to. */
  readonly to: Face;
}

/** How far apart the seeds of candidates for one face are: more than twice as many pairs as anybody takes. */
const STRIDE = 2 ** 20;

/** Candidates for one face at most. */
const CANDIDATES = 8;

/**
 * Finds the pair of a seed s: two generated faces, of the seeds 2 s and 2 s + 1. Where no landmarks are found in the
 * picture of a seed, that of 2²⁰ seeds further takes its place, and so on up to eight of them (our choice). A face is
 * looked for once, however often its pair is asked for.
 *
 * Calls throw an `InputError` where no candidate shows a face.
 */
export function facePairs(
  { model: { generator, latents }, runtime }: Lab,
  { landmarks }: Pick<FaceMetrics, "landmarks">,
): (seed: number) => Promise<FacePair> {
  const look = (latent: Symbolic): ReturnType<typeof landmarks> => landmarks(generator.image(latent));
  const find = async (first: number): Promise<Face> => {
    for (let k = 0;; k++) {
      const latent = await latents(runtime, { seed: first + k * STRIDE });
      const found = await runtime.run(look, latent);
      const [points] = landmarksOf(found);
      if (points) return { latent, points: found.points, landmarks: points };
      if (k + 1 < CANDIDATES) continue;
      requireLandmarks(
        found,
        `any of the ${CANDIDATES} pictures of seed ${first} and every 2²⁰ seeds further`,
      );
    }
  };
  const faces = new Map<number, Promise<Face>>();
  const face = (seed: number): Promise<Face> => {
    const known = faces.get(seed) ?? find(seed);
    faces.set(seed, known);
    return known;
  };
  return async (seed) => ({ from: await face(2 * seed), to: await face(2 * seed + 1) });
}
