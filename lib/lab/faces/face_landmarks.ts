import { InputError } from "../../errors.ts";
import { FEATURE_DISTANCE_LABEL, openFaceMetrics } from "../../metrics/face_metrics.ts";
import { dragVariables } from "../drag_variables.ts";
import { type Lab } from "../experiment.ts";
import { facePairs } from "./face_pairs.ts";
import { faceRow, uneditedRow, withoutFace } from "./face_row.ts";
import { type LandmarkCount, landmarkDrags } from "./landmark_drags.ts";
import { lookAtFaces } from "./look_at_faces.ts";
import { stopDistanceFor, stoppingAt } from "./stopping.ts";
import { type Measure, type Measured, openedOnce, type Quantity } from "../measure.ts";
import { timedDrag } from "../timed_drag.ts";

/** Options of {@linkcode faceLandmarks}. */
export interface FaceLandmarksOptions {
  /** How many landmarks are dragged: all 68, five, or that one of the five which has farthest to go. */
  readonly points: LandmarkCount;
  /** Optimiser updates at most, a whole number > 0 (default 300, as DragGAN's paper has it). */
  readonly steps?: number;
  /**
   * Pixels from its target at which a handle of a method with a tracker has arrived (default 1, or 2 for more than five
   * points, as DragGAN's paper has it).
   */
  readonly stopDistance?: number;
}

const QUANTITIES: readonly Quantity[] = [
  { name: "distance", label: "mean distance", unit: "px", digits: 2, better: "less" },
  { name: "believed", label: "believed distance", unit: "px", digits: 2 },
  { name: "gap", label: "handles off their landmarks", unit: "px", digits: 2, better: "less" },
  { name: "lost", label: "handles lost", unit: "%", digits: 1, better: "less" },
  { name: "feature_distance", label: FEATURE_DISTANCE_LABEL, digits: 3, better: "less" },
  { name: "identity", label: "identity change", digits: 3, better: "less" },
  { name: "face", label: "faces found", unit: "%", digits: 1, drawn: false },
  { name: "arrived", label: "drags that arrived", unit: "%", digits: 1, drawn: false },
  { name: "steps", label: "steps", digits: 1, drawn: false },
  { name: "confidence", label: "mean confidence", digits: 3, drawn: false },
  { name: "by_template", label: "supervised by the template", unit: "%", digits: 1, drawn: false },
];

/** What is measured of methods on pairs of faces. */
async function measuring(
  lab: Lab,
  { points, steps, stopDistance }: Required<FaceLandmarksOptions>,
): Promise<Measured> {
  const { model: { generator }, runtime } = lab;
  const metrics = await openFaceMetrics();
  const pairOf = facePairs(lab, metrics);
  const looks = new Map(
    Object.keys(generator.spaces).map((space) => [space, lookAtFaces(generator, metrics, space)]),
  );
  return async (method, seed) => {
    const { from, to } = await pairOf(seed);
    const drags = landmarkDrags(points, from.landmarks, to.landmarks, generator.size);
    if (!method) return { row: uneditedRow(from.landmarks, drags) };
    const problem = { latent: from.latent, points: drags.map(({ pair }) => pair), steps };
    const { steps: made, seconds } = await timedDrag(
      generator,
      problem,
      stoppingAt(method, stopDistance),
      runtime,
    );
    const { latent, points: at } = from;
    const before = { latent, points: at, picture: await runtime.run(generator.image, latent) };
    const look = looks.get(method.latentSpace)!;
    const found = await runtime.run(look, before, dragVariables(generator, problem, method, made).slice(-2));
    return { row: faceRow(method, made, from.landmarks, drags, found, generator.size), seconds };
  };
}

/**
 * DragGAN's face landmark manipulation: the landmarks of one generated face are dragged to where those of another are,
 * and detected again in the picture that comes out of it. So it is seen how far they really are from their targets,
 * beside how far the method believes its handles to be, and how far the handles are from the landmarks that they stand
 * for: a handle is lost where that is more than 6/128 of the picture's side (our choice).
 *
 * The handles of a step were found in the picture before its update, so that they are compared with the landmarks of
 * that one. Of a method without a tracker nothing is said of handles.
 *
 * A drag after which there is no face counts as if its landmarks had not moved and its handles were lost, at their targets (our
 * choice), so that no method gains by breaking faces. Identity change is a mean over drags that leave a face: nothing
 * could stand for it. Measured calls throw an `InputError` where the generator shows no face for a
 * seed.
 *
 * Times: `drag` of all of it, `first_step` of its part until the first step was made, and `learn` of what the method
 * learns of the handles from the features of the undragged picture, which is another part of that.
 *
 * @throws {InputError} when `points` or `steps` are others.
 */
export function faceLandmarks(
  { points, steps = 300, stopDistance = stopDistanceFor(points) }: FaceLandmarksOptions,
): Measure {
  if (![1, 5, 68].includes(points)) throw new InputError(`Expected 1, 5 or 68 points but found ${points}.`);
  if (!Number.isInteger(steps) || steps < 1) {
    throw new InputError(`Expected steps as a whole number from 1 but found ${steps}.`);
  }
  const settings = { points, steps, stopDistance };
  return {
    name: `face-landmarks-${points}`,
    version: 2,
    settings,
    quantities: QUANTITIES,
    counted: withoutFace,
    pairs: 20,
    open: (lab) => openedOnce(() => measuring(lab, settings)),
  };
}
