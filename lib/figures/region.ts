import { type Point } from "../drag/points.ts";
import { InputError } from "../errors.ts";
import { type RgbaImage } from "../formats/image_rgba.ts";

/** A rectangle of whole pixels of a picture. */
export interface Region {
  /** First column. */
  readonly left: number;
  /** First row. */
  readonly top: number;
  /** Columns. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
}

/** The least part of a picture's sides that is shown, so that one still sees what it is. */
const LEAST_PART = 0.5;
/** Around the points, as a part of the picture's sides. */
const MARGIN = 0.08;

/** The part of a picture in its own ratio that shows all of these points, with room around them. */
export function regionAround(points: readonly Point[], { width, height }: RgbaImage): Region {
  const [across, down] = [span(points.map(([x]) => x)), span(points.map(([, y]) => y))];
  const needed = Math.max((across.high - across.low + 1) / width, (down.high - down.low + 1) / height) +
    2 * MARGIN;
  const part = Math.min(1, Math.max(needed, LEAST_PART));
  const [columns, rows] = [Math.ceil(part * width), Math.ceil(part * height)];
  return {
    left: startOf(across, columns, width),
    top: startOf(down, rows, height),
    width: columns,
    height: rows,
  };
}

interface Span {
  readonly low: number;
  readonly high: number;
}

const span = (values: readonly number[]): Span => ({
  low: values.reduce((least, value) => Math.min(least, value), Infinity),
  high: values.reduce((most, value) => Math.max(most, value), -Infinity),
});

/** Where `length` of `size` pixels begin, with the span in their middle as far as the picture allows. */
const startOf = ({ low, high }: Span, length: number, size: number): number =>
  Math.max(0, Math.min(size - length, Math.round((low + high + 1 - length) / 2)));

/**
 * A region of a picture as a picture.
 *
 * @throws {InputError} when sides and data of the picture do not fit.
 */
export function cutOut(picture: RgbaImage, { left, top, width, height }: Region): RgbaImage {
  if (picture.data.length !== 4 * picture.width * picture.height) {
    throw new InputError(
      `Expected 4 · ${picture.width} · ${picture.height} numbers in a picture but found ${picture.data.length}.`,
    );
  }
  const data = new Uint8ClampedArray(4 * width * height);
  for (let row = 0; row < height; row++) {
    const start = 4 * ((top + row) * picture.width + left);
    data.set(picture.data.subarray(start, start + 4 * width), 4 * width * row);
  }
  return { width, height, data };
}
