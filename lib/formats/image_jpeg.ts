import { decode } from "jpeg-js";
import { FormatError } from "../errors.ts";
import { parseJpegSegments } from "./image_jpeg_segments.ts";
import { MOST_PIXELS, type RgbaImage } from "./image_rgba.ts";
import { upright } from "./upright.ts";

/** Enough for four components of {@linkcode MOST_PIXELS}, by the decoder's own reckoning. */
const MOST_MEGABYTES = 1024;

/**
 * Reads a JPEG file; see `decodeImage`.
 *
 * @throws {FormatError} when the bytes are no sound JPEG file.
 */
export function decodeJpeg(bytes: Uint8Array): RgbaImage {
  const { file, adobeTransform, orientation = 1 } = parseJpegSegments(bytes);
  try {
    const { width, height, data } = decode(file, {
      useTArray: true,
      formatAsRGBA: true,
      // The strict mode refuses restart intervals that do not divide a grey picture.
      tolerantDecoding: true,
      maxResolutionInMP: MOST_PIXELS / 1e6,
      maxMemoryUsageInMB: MOST_MEGABYTES,
      ...(adobeTransform === undefined ? {} : { colorTransform: adobeTransform !== 0 }),
    });
    const pixels = new Uint8ClampedArray(data.buffer, data.byteOffset, data.length);
    return upright({ width, height, data: pixels }, orientation);
  } catch (cause) {
    throw new FormatError("jpeg", `Expected a sound file but found ${cause}`, { cause });
  }
}
