import { type Point } from "../drag/points.ts";
import { InputError } from "../errors.ts";
import { type Concrete } from "../runtime/runtime.ts";
import { type FoundLandmarks } from "./faces/find_landmarks.ts";

/**
 * The most that the landmarks of a face and of its mirror image may be apart, in parts of the face. Measured: 237 of
 * 240 generated faces are below, nearly all below 0.035 (the others are a profile, a mask and a blur); of 120 pictures
 * of noise, of smooth noise and of one colour all are above, from 0.06. Our choice.
 */
export const MOST_DISAGREEMENT = 0.05;

/**
 * The landmarks of each picture as points in pixels, `undefined` where there is no face: where the network finds other
 * points in the mirror image.
 *
 * @param found what `FaceMetrics.landmarks` computed.
 */
export function landmarksOf({ points, disagreement }: Concrete<FoundLandmarks>): (Point[] | undefined)[] {
  const [data, apart] = [points.data as Float32Array, disagreement.data as Float32Array];
  return Array.from(apart, (d, n) => {
    if (!(d <= MOST_DISAGREEMENT)) return undefined;
    return Array.from({ length: 68 }, (_, i): Point => {
      const at = 2 * (68 * n + i);
      return [data[at]!, data[at + 1]!];
    });
  });
}

/**
 * The landmarks of one picture.
 *
 * @param what what the picture is, for the message, such as `"the picture of seed 3"`.
 * @throws {InputError} when there is no face in it.
 */
export function requireLandmarks(found: Concrete<FoundLandmarks>, what: string): Point[] {
  const [points] = landmarksOf(found);
  if (points) return points;
  const [apart] = found.disagreement.data as Float32Array;
  throw new InputError(
    `Expected a face in ${what} but found none: its landmarks and those of its mirror image differ by ${
      (100 * apart!).toFixed(1)
    } % of the face, more than ${100 * MOST_DISAGREEMENT} %.`,
  );
}
