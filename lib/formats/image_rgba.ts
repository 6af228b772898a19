import { FormatError } from "../errors.ts";

/** A picture of eight bits per sample, row by row from the top left. */
export interface RgbaImage {
  /** Pixels per row. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  /** Red, green, blue and opacity of every pixel, `4 · width · height` numbers; colours are not premultiplied. */
  readonly data: Uint8ClampedArray;
}

/** The most pixels that a picture may have in a row or a column. */
export const LONGEST_SIDE = 16_384;

/** The most pixels that a picture may have in all, 33,554,432. */
export const MOST_PIXELS = 2 ** 25;

/**
 * Refuses pictures without pixels and pictures too large for this library.
 *
 * @throws {FormatError} of this format.
 */
export function checkImageSize(format: string, width: number, height: number): void {
  const fits = (side: number): boolean => side >= 1 && side <= LONGEST_SIDE;
  if (!fits(width) || !fits(height) || width * height > MOST_PIXELS) {
    throw new FormatError(
      format,
      `Expected 1 to ${LONGEST_SIDE} pixels per side and at most ${MOST_PIXELS} in all but found ${width}×${height}.`,
    );
  }
}
