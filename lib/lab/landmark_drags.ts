import { distance, type Point, type PointPair } from "../drag/points.ts";
import { InputError } from "../errors.ts";

/** How many landmarks are dragged. */
export type LandmarkCount = 1 | 5 | 68;

/** A landmark that is dragged. */
export interface LandmarkDrag {
  /** Its index among the 68. */
  readonly index: number;
  /** Where it shall go. */
  readonly target: Point;
  /** From the landmark to the whole pixel that is dragged in its place. */
  readonly offset: Point;
  /** That pixel, and as far from the target as it is from the landmark. */
  readonly pair: PointPair;
}

/** Outer corners of the eyes, tip of the nose, corners of the mouth: our choice, DragGAN does not say which. */
const FIVE = [36, 45, 30, 48, 54];

const moved = ([x, y]: Point, [dx, dy]: Point): Point => [x + dx, y + dy];

/** A landmark at `from` with a target. Drags begin at whole pixels, so that both are moved by what rounding takes. */
function landmarkDrag(index: number, from: Point, target: Point): LandmarkDrag {
  const handle: Point = [Math.round(from[0]), Math.round(from[1])];
  const offset: Point = [handle[0] - from[0], handle[1] - from[1]];
  return { index, target, offset, pair: { handle, target: moved(target, offset) } };
}

/** What a dragged landmark's pixel is, where the landmark is found at a place. */
export const draggedPixel = ({ offset }: LandmarkDrag, landmark: Point): Point => moved(landmark, offset);

const farToGo = ({ pair: { handle, target } }: LandmarkDrag): number => distance(handle, target);

/**
 * The landmarks of one face that are dragged to those of another: all 68, five of them, or that one of the five which
 * has farthest to go (our choice). Those that lie outside of the picture, or shall go there, are left out.
 *
 * @param from the 68 landmarks of the dragged face, in pixels.
 * @param to the 68 landmarks of the other.
 * @param resolution side of the picture in pixels.
 * @throws {InputError} when none is left.
 */
export function landmarkDrags(
  count: LandmarkCount,
  from: readonly Point[],
  to: readonly Point[],
  resolution: number,
): LandmarkDrag[] {
  const isInside = (point: Point): boolean => point.every((v) => v >= 0 && v <= resolution - 1);
  const drags = (count === 68 ? [...from.keys()] : FIVE)
    .map((index) => landmarkDrag(index, from[index]!, to[index]!))
    .filter(({ pair: { handle, target } }) => isInside(handle) && isInside(target))
    .filter((drag) => farToGo(drag) > 0);
  if (drags.length === 0) {
    throw new InputError(
      `Expected a landmark to be dragged inside of the ${resolution} pixels of the picture but found none.`,
    );
  }
  return count === 1 ? [drags.reduce((a, b) => (farToGo(b) > farToGo(a) ? b : a))] : drags;
}
