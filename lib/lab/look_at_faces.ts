import { type Generator } from "../generators/generator.ts";
import { type FaceMetrics } from "../metrics/face_metrics.ts";
import { identityChange } from "../metrics/identity_change.ts";
import { type FoundLandmarks } from "../metrics/faces/find_landmarks.ts";
import * as o from "../onnx/ops/mod.ts";
import { type Symbolic } from "../onnx/symbolic.ts";

/** What is seen in the pictures of a drag. */
export type FacesSeen = {
  /** Landmarks of N = 2 pictures: the one that the last handles were found in, and the last one. */
  readonly found: FoundLandmarks;
  /** Between the undragged picture and the last one, [1]. */
  readonly featureDistance: Symbolic;
  /** Between the same, [1]; means nothing where the last picture has no face. */
  readonly identityChange: Symbolic;
};

/**
 * Looks at the pictures of a drag, as one function.
 *
 * Its arguments are the latent before the drag in the generator's full space, the landmarks [1, 68, 2] of its picture,
 * and two variables of the latent space: of the picture that the last handles are to be compared with, and of the last
 * picture.
 *
 * @param space name of a latent space of the generator.
 */
export const lookAtFaces = (
  generator: Generator,
  metrics: FaceMetrics,
  space: string,
): (start: Symbolic, points: Symbolic, seen: Symbolic, last: Symbolic) => FacesSeen =>
(start, points, seen, last) => {
  const { latentOf } = generator.spaces[space]!;
  const latents = [start, latentOf(seen, start), latentOf(last, start)];
  const [before, dragged] = o.split(generator.image(o.concat(latents, 0)), 0, [1, 2]) as [Symbolic, Symbolic];
  const after = o.slice(dragged, 0, 1, 2);
  const found = metrics.landmarks(dragged);
  const describe = (picture: Symbolic, landmarks: Symbolic): Symbolic =>
    metrics.descriptor(picture, landmarks);
  return {
    found,
    featureDistance: metrics.featureDistance(before, after),
    identityChange: identityChange(
      describe(before, points),
      describe(after, o.slice(found.points, 0, 1, 2)),
    ),
  };
};
