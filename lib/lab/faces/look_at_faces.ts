import { type Generator } from "../../generators/generator.ts";
import { type FaceMetrics } from "../../metrics/face_metrics.ts";
import { type FoundLandmarks } from "../../metrics/faces/find_landmarks.ts";
import { identityChange } from "../../metrics/identity_change.ts";
import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";

/** The undragged face. */
export type FaceBefore = {
  /** In the generator's full space. */
  readonly latent: Symbolic;
  /** [1, 3, S, S]. */
  readonly picture: Symbolic;
  /** Its landmarks, [1, 68, 2]. */
  readonly points: Symbolic;
};

/** What is seen in pictures of a drag. */
export type FacesSeen = {
  /** Landmarks of all. */
  readonly found: FoundLandmarks;
  /** Between the undragged picture and the last one, [1]. */
  readonly featureDistance: Symbolic;
  /** Between the same, [1]; means nothing where the last picture has no face. */
  readonly identityChange: Symbolic;
};

/**
 * Looks at pictures of a drag, given by their variables, as one function.
 *
 * @param space name of a latent space of the generator: that of the variables.
 */
export const lookAtFaces = (
  generator: Generator,
  metrics: FaceMetrics,
  space: string,
): (before: FaceBefore, variables: readonly Symbolic[]) => FacesSeen =>
(before, variables) => {
  const latents = variables.map((variable) => generator.spaces[space]!.latentOf(variable, before.latent));
  const pictures = generator.image(o.concat(latents, 0));
  const found = metrics.landmarks(pictures);
  const ofLast = (all: Symbolic): Symbolic => o.slice(all, 0, variables.length - 1, variables.length);
  const last = ofLast(pictures);
  return {
    found,
    featureDistance: metrics.featureDistance(before.picture, last),
    identityChange: identityChange(
      metrics.descriptor(before.picture, before.points),
      metrics.descriptor(last, ofLast(found.points)),
    ),
  };
};
