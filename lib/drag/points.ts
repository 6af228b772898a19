import { InputError } from "../errors.ts";
import { type Size } from "../generators/size.ts";
import { rint } from "../rint.ts";
import { float32, type Tensor } from "../tensor.ts";

/**
 * A place in the picture: `[x, y]` in pixels of the full-resolution image, x to the right, y down, pixel centres
 * at integers. Every point in this library is one.
 */
export type Point = readonly [number, number];

/** A handle and its target. */
export interface PointPair {
  /** Where the content is in the undragged picture. */
  readonly handle: Point;
  /** Where it shall go. */
  readonly target: Point;
}

/** Euclidean distance in pixels. */
export const distance = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** n points as a tensor [n, 2] of x and y. */
export const pointsTensor = (points: readonly Point[]): Tensor<"float32"> =>
  float32([points.length, 2], points.flat());

/** The points of a float32 tensor [n, 2] of x and y. */
export function tensorPoints(t: Tensor): Point[] {
  const data = t.data as Float32Array;
  return Array.from({ length: t.shape[0]! }, (_, i): Point => [data[2 * i]!, data[2 * i + 1]!]);
}

/** Whether a point lies in a picture. */
export const isInside = ([x, y]: Point, [height, width]: Size): boolean =>
  x >= 0 && x <= width - 1 && y >= 0 && y <= height - 1;

/** What {@linkcode isInside} expects, in words. */
export const inside = ([height, width]: Size): string =>
  `inside the picture, x from 0 to ${width - 1} and y from 0 to ${height - 1}`;

/** Whether a target is its own handle, which drags round to whole pixels: such a pair has no direction. */
export const isStill = ({ handle: [x, y], target }: PointPair): boolean =>
  distance([rint(x), rint(y)], target) === 0;

/**
 * Checks point pairs against a picture of a size.
 *
 * @throws {InputError} when there is none, a coordinate is no finite number, a point lies outside of the picture,
 * or a target is its own handle, which drags round to whole pixels.
 */
export function checkPoints(pairs: readonly PointPair[], picture: Size): void {
  if (pairs.length === 0) {
    throw new InputError("Expected at least one pair of handle and target but found none.");
  }
  pairs.forEach(({ handle, target }, i) => {
    for (const [name, point] of [["handle", handle], ["target", target]] as const) {
      if (isInside(point, picture)) continue;
      throw new InputError(`Expected ${name} ${i} ${inside(picture)}, but found [${point}].`);
    }
    if (isStill({ handle, target })) {
      throw new InputError(`Expected target ${i} away from its handle but found both at [${target}].`);
    }
  });
}
