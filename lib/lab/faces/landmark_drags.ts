import { type Size } from "../../generators/size.ts";
import { distance, type Point, type PointPair } from "../../drag/points.ts";

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
  /** That pixel, which goes as far as the landmark shall, and no further than to the picture's border. */
  readonly pair: PointPair;
}

/** Outer corners of the eyes, tip of the nose, corners of the mouth: our choice, DragGAN does not say which. */
const FIVE = [36, 45, 30, 48, 54];

const moved = ([x, y]: Point, [dx, dy]: Point): Point => [x + dx, y + dy];

/** A landmark at `from` with a target. */
function landmarkDrag(index: number, from: Point, target: Point, [height, width]: Size): LandmarkDrag {
  const inside = ([x, y]: Point): Point => {
    const clamped = (v: number, length: number): number => Math.min(Math.max(v, 0), length - 1);
    return [clamped(x, width), clamped(y, height)];
  };
  const handle = inside([Math.round(from[0]), Math.round(from[1])]);
  const offset: Point = [handle[0] - from[0], handle[1] - from[1]];
  return { index, target, offset, pair: { handle, target: inside(moved(target, offset)) } };
}

/** Where the pixel that is dragged for a landmark is, when the landmark is found at a place. */
export const draggedPixel = ({ offset }: LandmarkDrag, landmark: Point): Point => moved(landmark, offset);

const farToGo = ({ pair: { handle, target } }: LandmarkDrag): number => distance(handle, target);

/**
 * The landmarks of one face that are dragged to those of another: all 68, five of them, or that one of the five which
 * has farthest to go (our choice). Those that are there already are left out.
 *
 * Drags begin at whole pixels inside of the picture: for each landmark the nearest one is dragged, and as far as the
 * landmark shall go, so that rounding costs nothing (our choice).
 *
 * @param from the 68 landmarks of the dragged face, in pixels.
 * @param to the 68 landmarks of the other.
 * @param picture its height and width in pixels.
 */
export function landmarkDrags(
  count: LandmarkCount,
  from: readonly Point[],
  to: readonly Point[],
  picture: Size,
): LandmarkDrag[] {
  const drags = (count === 68 ? [...from.keys()] : FIVE)
    .map((index) => landmarkDrag(index, from[index]!, to[index]!, picture))
    .filter((drag) => farToGo(drag) > 0);
  return count === 1 ? drags.toSorted((a, b) => farToGo(b) - farToGo(a)).slice(0, 1) : drags;
}
