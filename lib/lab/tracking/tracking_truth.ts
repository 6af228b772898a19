import { isInside, type Point } from "../../drag/points.ts";
import { type Size } from "../../generators/size.ts";

/** Landmarks that are tracked, and whether another place of the face looks alike: our choice. */
const LANDMARKS: readonly { readonly index: number; readonly distractor: boolean }[] = [
  ...[36, 39, 42, 45].map((index) => ({ index, distractor: true })), // corners of the eyes
  ...[31, 35].map((index) => ({ index, distractor: true })), // nostrils
  ...[48, 54].map((index) => ({ index, distractor: true })), // corners of the mouth
  ...[30, 51, 57, 8].map((index) => ({ index, distractor: false })), // tip of the nose, middles of the lips, chin
];

/** Where tracked points truly are along a path. */
export interface TrackingTruth {
  /** Where they begin, whole pixels. */
  readonly handles: readonly Point[];
  /** Whether another place of the face looks like that of each. */
  readonly distractor: readonly boolean[];
  /** Where they are in each picture; `undefined` in those without a face. */
  readonly along: readonly (readonly Point[] | undefined)[];
}

/**
 * The truth of twelve landmarks along a path: where a detector finds them in each picture, moved by what rounding took
 * from the first. Those that leave the picture anywhere are left out (our choice).
 *
 * Nothing is smoothed, as there is nothing to smooth: on paths of 40 pictures between generated faces the detector's
 * points tremble by 0.02 to 0.12 pixels of 128 (deviation, from second differences of six paths).
 *
 * @param start the 68 landmarks of the first picture.
 * @param found those of each picture, the first one too; `undefined` where there is no face.
 * @param picture height and width of the pictures in pixels.
 */
export function trackingTruth(
  start: readonly Point[],
  found: readonly (readonly Point[] | undefined)[],
  picture: Size,
): TrackingTruth {
  // A handle is rounded to a whole pixel: half a pixel above or left of the picture is still in it.
  const isSeen = ([x, y]: Point): boolean =>
    isInside([Math.max(x, Math.round(x)), Math.max(y, Math.round(y))], picture);
  const seen = [start, ...found.filter((points) => points !== undefined)];
  const tracked = LANDMARKS.filter(({ index }) => seen.every((points) => isSeen(points[index]!)));
  const handles = tracked.map(({ index }) => start[index]!.map(Math.round) as unknown as Point);
  const moved = (points: readonly Point[]): Point[] =>
    tracked.map(({ index }, i) => {
      const [[x, y], [x0, y0], [hx, hy]] = [points[index]!, start[index]!, handles[i]!];
      return [x + hx - x0, y + hy - y0];
    });
  return {
    handles,
    distractor: tracked.map(({ distractor }) => distractor),
    along: found.map((points) => points && moved(points)),
  };
}
