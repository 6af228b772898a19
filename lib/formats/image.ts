import { encode } from "fast-png";
import { FormatError, InputError } from "../errors.ts";
import { decodeJpeg } from "./image_jpeg.ts";
import { decodePng } from "./image_png.ts";
import type { RgbaImage } from "./image_rgba.ts";

export type { RgbaImage } from "./image_rgba.ts";

/**
 * Reads a PNG or JPEG file, told apart by its first bytes. Grey, palette, 16-bit, transparent, interlaced,
 * progressive and CMYK pictures all become {@linkcode RgbaImage}s. They are turned and mirrored as their EXIF
 * orientation says, so that they are as viewers show them; broken EXIF is ignored. Colour profiles are not applied.
 *
 * A picture may have 16,384 pixels per side and 2^25 in all. That and whether the file is long enough for its
 * picture is checked before anything is decoded, so that a small file takes little time and memory.
 *
 * @throws {FormatError} when the bytes are neither or are broken, truncated or too large.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { decodeImage, encodePng } from "./image.ts";
 * const pixel = { width: 1, height: 1, data: Uint8ClampedArray.of(255, 128, 0, 255) };
 * assert.deepEqual(decodeImage(encodePng(pixel)), pixel);
 * ```
 */
export function decodeImage(bytes: Uint8Array): RgbaImage {
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47])) return decodePng(bytes);
  if (startsWith(bytes, [0xff, 0xd8])) return decodeJpeg(bytes);
  const found = [...bytes.subarray(0, 4)].join(" ");
  throw new FormatError(
    "image",
    `Expected the first bytes of a PNG or JPEG file but found ${found || "nothing"}.`,
  );
}

/**
 * Writes a picture as PNG, eight bits per sample, with transparency.
 *
 * @throws {InputError} when sides and data do not fit.
 */
export function encodePng({ width, height, data }: RgbaImage): Uint8Array {
  const isSide = (side: number): boolean => Number.isInteger(side) && side > 0;
  if (!isSide(width) || !isSide(height) || data.length !== 4 * width * height) {
    throw new InputError(`Expected 4 · ${width} · ${height} numbers in a picture but found ${data.length}.`);
  }
  return encode({ width, height, data, channels: 4, depth: 8 });
}

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, i) => bytes[i] === byte);
