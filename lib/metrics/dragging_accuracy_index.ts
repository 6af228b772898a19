import { inside, isInside, type Point, type PointPair } from "../drag/points.ts";
import { InputError } from "../errors.ts";
import { mapSize, type Size } from "../generators/size.ts";
import { rint } from "../rint.ts";
import { type Tensor } from "../tensor.ts";
import { mean } from "./bootstrap.ts";

/** Options of {@linkcode draggingAccuracyIndex}. */
export interface DraggingAccuracyOptions {
  /**
   * Whose division: the mean over pairs is divided by their number once more in the authors' program ("official", the
   * default, so that numbers stand beside published ones), but not in the paper ("paper").
   */
  readonly convention?: "official" | "paper";
}

function checked(picture: Tensor, other: Tensor): Size {
  const { dtype, shape } = picture;
  const isPicture = shape.length === 4 && shape[0] === 1 && shape[1] === 3 && dtype === "float32";
  if (isPicture && `${shape}` === `${other.shape}` && other.dtype === dtype) return mapSize(picture);
  throw new InputError(
    `Expected two pictures [1, 3, H, W] of float32 but found ${dtype} [${
      shape.join(", ")
    }] and ${other.dtype} [${other.shape.join(", ")}].`,
  );
}

/** Red, green or blue of a pixel, from 0 to 1. */
const colour = ({ shape: [, , height, width], data }: Tensor, [x, y]: Point, channel: number): number => {
  const value = Number(data[(channel * height! + y) * width! + x]);
  return (Math.min(1, Math.max(-1, value)) + 1) / 2;
};

/** Mean over the pixels of two patches of their squared difference, summed over colours. */
function patchDifference(before: Tensor, after: Tensor, from: Point, to: Point, gamma: number): number {
  const size: Size = mapSize(before);
  let [sum, count] = [0, 0];
  for (let dy = -gamma; dy <= gamma; dy++) {
    for (let dx = -gamma; dx <= gamma; dx++) {
      const [a, b]: [Point, Point] = [[from[0] + dx, from[1] + dy], [to[0] + dx, to[1] + dy]];
      if (!isInside(a, size) || !isInside(b, size)) continue;
      count++;
      for (let c = 0; c < 3; c++) sum += (colour(before, a, c) - colour(after, b, c)) ** 2;
    }
  }
  return sum / count;
}

/**
 * The dragging accuracy index DAI(γ) of GoodDrag (arXiv 2404.07206): how far the patch around each target after a drag is
 * from the patch around its handle before, as the sum of squared differences of red, green and blue from 0 to 1, over the
 * (2γ + 1)² pixels of the patch, averaged over pairs. 0 is best. The paper takes γ = 1, 5, 10 and 20.
 *
 * Points are rounded to whole pixels. Places that are outside of the picture around either point are left out of the mean
 * (our choice: the authors' program has no answer there).
 *
 * @param before [1, 3, H, W], RGB from −1 to 1 (beyond that it is clipped).
 * @param after of the same shape.
 * @param gamma radius of the patches in pixels, a whole number from 0.
 * @throws {InputError} when pictures have other shapes, there is no pair, gamma is no such number, or a point is outside.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../tensor.ts";
 * import { draggingAccuracyIndex } from "./dragging_accuracy_index.ts";
 * const before = float32([1, 3, 1, 2], [1, -1, 1, -1, 1, -1]); // white, black
 * const after = float32([1, 3, 1, 2], [-1, 1, -1, 1, -1, 0]); // black, and not quite white
 * const pairs = [{ handle: [0, 0], target: [1, 0] }] as const;
 * assert.equal(draggingAccuracyIndex(before, after, pairs, 0), 0.25);
 * ```
 */
export function draggingAccuracyIndex(
  before: Tensor,
  after: Tensor,
  pairs: readonly PointPair[],
  gamma: number,
  { convention = "official" }: DraggingAccuracyOptions = {},
): number {
  const size = checked(before, after);
  if (pairs.length === 0) throw new InputError("Expected at least one pair of points but found none.");
  if (!Number.isInteger(gamma) || gamma < 0) {
    throw new InputError(`Expected gamma as a whole number from 0 but found ${gamma}.`);
  }
  const differenceOf = ({ handle, target }: PointPair): number => {
    const [from, to] = [handle, target].map(([x, y]): Point => [rint(x), rint(y)]) as [Point, Point];
    if (isInside(from, size) && isInside(to, size)) return patchDifference(before, after, from, to, gamma);
    throw new InputError(`Expected points ${inside(size)}, but found [${handle}] and [${target}].`);
  };
  const difference = mean(pairs.map(differenceOf));
  return convention === "official" ? difference / pairs.length : difference;
}
