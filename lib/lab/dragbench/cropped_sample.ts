import { type DragSample } from "../../datasets/sample.ts";
import { isInside, type Point, type PointPair } from "../../drag/points.ts";
import { square as squareSize } from "../../generators/size.ts";
import { placeInPicture, placeInSquare, type Square } from "../../metrics/faces/sample_square.ts";
import { float32, type Tensor } from "../../tensor.ts";
import { moving } from "./sample_spec.ts";

/** What is to be done to a square of a picture. */
export interface CroppedSample {
  /** Pairs of which both points lie in the square, in its pixels, at least one. */
  readonly points: readonly PointPair[];
  /** 1 where it may move, [S, S]; absent where the sample has no mask. */
  readonly mask?: Tensor<"float32">;
}

/** The mask's value at the pixel that is nearest to the place that a pixel of the square shows; 0 beyond the picture. */
function croppedMask({ shape, data }: Tensor, square: Square, size: number): Tensor<"float32"> {
  const [height, width] = shape as [number, number];
  const values = Float32Array.from({ length: size * size }, (_, i) => {
    const [x, y] = placeInPicture(square, size, [i % size, Math.floor(i / size)]).map(Math.round) as [
      number,
      number,
    ];
    return isInside([x, y], [height, width]) ? data[y * width + x]! as number : 0;
  });
  return float32([size, size], values);
}

/**
 * A sample as a square of its picture has it, which is drawn with `size` pixels a side. Handles become whole pixels, and
 * targets move along, as drags begin at pixels.
 *
 * @returns nothing where no pair lies in the square and moves.
 */
export function croppedSample(
  { points, mask }: Pick<DragSample, "points" | "mask">,
  square: Square,
  size: number,
): CroppedSample | undefined {
  const cropped = points.map(({ handle, target }): PointPair => {
    const [from, to] = [handle, target].map((point) => placeInSquare(square, size, point)) as [Point, Point];
    const pixel = from.map(Math.round) as [number, number];
    return { handle: pixel, target: [to[0] + pixel[0] - from[0], to[1] + pixel[1] - from[1]] };
  });
  const inside = cropped.filter(({ handle, target }) =>
    [handle, target].every((point) => isInside(point, squareSize(size)))
  );
  const dragged = moving(inside);
  if (dragged.length === 0) return undefined;
  return { points: dragged, ...(mask ? { mask: croppedMask(mask, square, size) } : {}) };
}
