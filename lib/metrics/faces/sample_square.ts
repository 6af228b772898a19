import { type Point } from "../../drag/points.ts";
import { type RgbaImage } from "../../formats/image.ts";
import { float32, type Tensor } from "../../tensor.ts";

/** A square of a picture, turned in any way. */
export interface Square {
  /** Its centre, in pixels with centres at integers. */
  readonly centre: Point;
  /** From the middle of its left side to that of its right side, in pixels. */
  readonly across: Point;
}

/** What is beyond a picture: its mirror image, or black. */
export type Beyond = "mirrored" | "black";

/** The index of a line of `size` pixels that is shown at any place; none where there is nothing. */
function indexAt(place: number, size: number, beyond: Beyond): number | undefined {
  if (place >= 0 && place < size) return place;
  if (beyond === "black") return undefined;
  const folded = ((place % (2 * size)) + 2 * size) % (2 * size);
  return folded < size ? folded : 2 * size - 1 - folded;
}

/** Adds the colour at a place, bilinearly, to a sum of red, green and blue from 0 to 255. */
export function addColour(
  sum: Float64Array,
  { width, height, data }: RgbaImage,
  [x, y]: Point,
  beyond: Beyond,
): void {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  for (const row of [top, top + 1]) {
    const line = indexAt(row, height, beyond);
    for (const column of [left, left + 1]) {
      const at = indexAt(column, width, beyond);
      if (line === undefined || at === undefined) continue;
      const weight = (1 - Math.abs(x - column)) * (1 - Math.abs(y - row));
      for (let c = 0; c < 3; c++) sum[c]! += weight * data[4 * (line * width + at) + c]!;
    }
  }
}

/**
 * A square of a picture as [1, 3, size, size], RGB from −1 to 1. Each pixel is the mean of evenly spaced bilinear samples
 * of what it covers, at least one for each of the picture's own pixels along both axes.
 */
export function sampleSquare(
  picture: RgbaImage,
  { centre, across: [dx, dy] }: Square,
  size: number,
  beyond: Beyond = "mirrored",
): Tensor<"float32"> {
  const parts = Math.max(1, Math.ceil(Math.hypot(dx, dy) / size));
  const [steps, plane] = [size * parts, size * size];
  const values = new Float32Array(3 * plane);
  const sum = new Float64Array(3);
  for (let i = 0; i < plane; i++) {
    sum.fill(0);
    for (let part = 0; part < parts * parts; part++) {
      const u = ((i % size) * parts + (part % parts) + 0.5) / steps - 0.5;
      const v = (Math.floor(i / size) * parts + Math.floor(part / parts) + 0.5) / steps - 0.5;
      addColour(sum, picture, [centre[0] + u * dx - v * dy, centre[1] + u * dy + v * dx], beyond);
    }
    for (let c = 0; c < 3; c++) values[c * plane + i] = sum[c]! / (parts * parts) / 127.5 - 1;
  }
  return float32([1, 3, size, size], values);
}

/** The place in the picture of a pixel of a square that was sampled with `size` pixels a side. */
export function placeInPicture({ centre, across: [dx, dy] }: Square, size: number, [x, y]: Point): Point {
  const [u, v] = [(x + 0.5) / size - 0.5, (y + 0.5) / size - 0.5];
  return [centre[0] + u * dx - v * dy, centre[1] + u * dy + v * dx];
}

/** The pixel of such a square that shows a place of the picture: the inverse of {@linkcode placeInPicture}. */
export function placeInSquare({ centre, across: [dx, dy] }: Square, size: number, [x, y]: Point): Point {
  const [right, down] = [x - centre[0], y - centre[1]];
  const side = dx * dx + dy * dy;
  const [u, v] = [(right * dx + down * dy) / side, (down * dx - right * dy) / side];
  return [(u + 0.5) * size - 0.5, (v + 0.5) * size - 0.5];
}
