import { type Method } from "../../drag/method.ts";
import { distance, type Point } from "../../drag/points.ts";
import { type DragStep } from "../../drag/state.ts";
import { type Size } from "../../generators/size.ts";
import { mean } from "../../metrics/bootstrap.ts";
import { landmarksOf } from "../../metrics/landmarks_of.ts";
import { meanDistance } from "../../metrics/mean_distance.ts";
import { type Concrete } from "../../runtime/runtime.ts";
import { onlyNumber } from "../../tensor.ts";
import { draggedPixel, type LandmarkDrag } from "./landmark_drags.ts";
import { type FacesSeen } from "./look_at_faces.ts";
import { isLost } from "./lost.ts";
import { type Row } from "../run/row.ts";

const distanceLeft = (landmarks: readonly Point[], drags: readonly LandmarkDrag[]): number =>
  meanDistance(drags.map(({ index }) => landmarks[index]!), drags.map(({ target }) => target));

/**
 * How far the landmarks are from the handles that stand for them, and how many of these are lost. Without a face they are
 * all lost, and as far off as if the landmarks had not moved and the handles had arrived.
 */
function trackingRow(
  handles: readonly Point[],
  landmarks: readonly Point[] | undefined,
  before: readonly Point[],
  drags: readonly LandmarkDrag[],
  picture: Size,
): Row {
  if (!landmarks) return { gap: distanceLeft(before, drags), lost: 100 };
  const gaps = drags.map((drag, i) => distance(handles[i]!, draggedPixel(drag, landmarks[drag.index]!)));
  return {
    gap: mean(gaps),
    lost: 100 * mean(gaps.map((gap) => (isLost(gap, picture) ? 1 : 0))),
  };
}

/** What is known of the steps of a drag. */
function stepsRow(method: Method, steps: readonly DragStep[]): Row {
  const { state, stopped } = steps.at(-1)!;
  const tracks = "tracker" in method;
  return {
    arrived: stopped ? 100 : 0,
    steps: state.step,
    confidence: tracks ? mean(steps.map(({ confidence }) => mean(confidence))) : null,
    by_template: 100 *
      mean(steps.flatMap(({ supervisedBy }) => supervisedBy.map((by) => (by === "template" ? 1 : 0)))),
  };
}

/**
 * The row of a drag, of which the last two pictures were looked at.
 *
 * @param before the landmarks of the undragged picture, which count as if they had not moved where there is no face any more.
 */
export function faceRow(
  method: Method,
  steps: readonly DragStep[],
  before: readonly Point[],
  drags: readonly LandmarkDrag[],
  { found, featureDistance, identityChange }: Concrete<FacesSeen>,
  picture: Size,
): Row {
  const [seen, last] = landmarksOf(found);
  const { handles, distances } = steps.at(-1)!;
  return {
    distance: distanceLeft(last ?? before, drags),
    believed: mean(distances),
    ...("tracker" in method
      ? trackingRow(handles, last && seen, before, drags, picture)
      : { gap: null, lost: null }),
    feature_distance: onlyNumber(featureDistance),
    identity: last ? onlyNumber(identityChange) : null,
    face: last ? 100 : 0,
    ...stepsRow(method, steps),
  };
}

/** The row of a picture that is left as it is. */
export const uneditedRow = (landmarks: readonly Point[], drags: readonly LandmarkDrag[]): Row => ({
  distance: distanceLeft(landmarks, drags),
  feature_distance: 0,
  identity: 0,
  face: 100,
});

/**
 * A row as it counts: those of earlier commits do not say how far off the handles of a drag are after which there is no face,
 * but how far the landmarks had to go.
 */
export const withoutFace = (row: Row): Row =>
  row["face"] === 0 && row["lost"] === 100 && row["gap"] === null ? { ...row, gap: row["distance"]! } : row;
