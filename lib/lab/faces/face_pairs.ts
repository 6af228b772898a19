import { type Point } from "../../drag/points.ts";
import { type FaceMetrics } from "../../metrics/face_metrics.ts";
import { landmarksOf } from "../../metrics/landmarks_of.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type Tensor } from "../../tensor.ts";
import { type Lab } from "../experiment.ts";
import { replacingSeeds } from "../replacing_seeds.ts";

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

/**
 * Finds the pair of a seed s: two generated faces, of the seeds 2 s and 2 s + 1. Where no landmarks are found in the
 * picture of a seed, another takes its place: see {@linkcode replacingSeeds}.
 *
 * Calls throw an `InputError` where no candidate shows a face.
 */
export function facePairs(
  { model: { generator, latents }, runtime }: Lab,
  { landmarks }: Pick<FaceMetrics, "landmarks">,
): (seed: number) => Promise<FacePair> {
  const look = (latent: Symbolic): ReturnType<typeof landmarks> => landmarks(generator.image(latent));
  const face = replacingSeeds("a face in the picture", async (seed): Promise<Face | undefined> => {
    const latent = await latents(runtime, { seed });
    const found = await runtime.run(look, latent);
    const [points] = landmarksOf(found);
    return points && { latent, points: found.points, landmarks: points };
  });
  return async (seed) => ({ from: await face(2 * seed), to: await face(2 * seed + 1) });
}
