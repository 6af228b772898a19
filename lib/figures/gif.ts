import gifenc from "gifenc";
import { InputError } from "../errors.ts";
import { type RgbaImage } from "../formats/image_rgba.ts";

/** Options of {@linkcode encodeGif}. */
export interface GifOptions {
  /** Milliseconds that each frame is shown, in tens. Default: 100. */
  readonly delay?: number;
  /** Milliseconds that the last frame is shown. Default: 1500. */
  readonly lastDelay?: number;
}

/** Bits of red, green and blue by which colours are told apart when a palette is made. */
type Bins = "rgb565" | "rgb444";

/** What is used of gifenc, which has no types. */
interface Gifenc {
  quantize(pixels: Uint8ClampedArray, colours: number, options: { format: Bins }): number[][];
  applyPalette(pixels: Uint8ClampedArray, palette: number[][]): Uint8Array;
  GIFEncoder(): {
    writeFrame(
      indices: Uint8Array,
      width: number,
      height: number,
      options: { palette: number[][]; delay: number; repeat: number },
    ): void;
    finish(): void;
    bytes(): Uint8Array;
  };
}
const { GIFEncoder, applyPalette, quantize } = gifenc as unknown as Gifenc;

/** A GIF's clock ticks in hundredths of a second and counts to 65,535. */
const LONGEST_DELAY = 655_350;

/**
 * An animated GIF that repeats forever, with a palette of 256 colours for each frame; transparency is dropped.
 *
 * @throws {InputError} when there is no frame, when frames differ in size, and when a delay is not from 20 (which
 * browsers go down to) to 655,350 ms.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { encodeGif } from "./gif.ts";
 * const [black, white] = [0, 255].map((level) => ({
 *   width: 2,
 *   height: 2,
 *   data: new Uint8ClampedArray(16).fill(level),
 * }));
 * const gif = encodeGif([black!, white!], { delay: 500 });
 * assert.equal(new TextDecoder().decode(gif.subarray(0, 6)), "GIF89a");
 * ```
 */
export function encodeGif(
  frames: readonly RgbaImage[],
  { delay = 100, lastDelay = 1500 }: GifOptions = {},
): Uint8Array {
  const [first] = frames;
  if (first === undefined) {
    throw new InputError("Expected at least one frame of an animation but found none.");
  }
  for (const time of [delay, lastDelay]) {
    if (!(time >= 20 && time <= LONGEST_DELAY)) {
      throw new InputError(`Expected a delay from 20 to ${LONGEST_DELAY} milliseconds but found ${time}.`);
    }
  }
  const gif = GIFEncoder();
  frames.forEach(({ width, height, data }, i) => {
    if (width !== first.width || height !== first.height) {
      throw new InputError(
        `Expected frames of ${first.width} × ${first.height} pixels but found ${width} × ${height}.`,
      );
    }
    // A copy, as the quantiser reads a whole buffer, also where the pixels are only a part of it.
    const palette = quantize(data.slice(), 256, { format: binsOf(data) });
    const indices = applyPalette(dithered(data, width), palette);
    gif.writeFrame(indices, width, height, {
      palette,
      delay: i === frames.length - 1 ? lastDelay : delay,
      repeat: 0,
    });
  });
  gif.finish();
  return gif.bytes();
}

/** Colours of 5, 6 and 5 bits beyond which the quantiser, whose time grows with their square, takes seconds. */
const MANY_COLOURS = 4096;

/** Coarser bins where a picture has very many colours. */
function binsOf(pixels: Uint8ClampedArray): Bins {
  const colours = new Set<number>();
  for (let i = 0; i < pixels.length; i += 4) {
    colours.add(((pixels[i]! >> 3) << 11) | ((pixels[i + 1]! >> 2) << 5) | (pixels[i + 2]! >> 3));
    if (colours.size > MANY_COLOURS) return "rgb444";
  }
  return "rgb565";
}

/** Thresholds of an ordered dither (Bayer's 4 × 4), from -0.5 to 0.5. */
const DITHER = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5].map((rank) => rank / 15 - 0.5);
/** In levels of 255: smooth skin would show bands of colour without. */
const DITHER_STRENGTH = 10;

/** A copy with a pattern that stands still from frame to frame. */
const dithered = (data: Uint8ClampedArray, width: number): Uint8ClampedArray =>
  data.map((value, i) => {
    const [x, y] = [(i >> 2) % width, Math.floor((i >> 2) / width)];
    return value + DITHER_STRENGTH * DITHER[4 * (y % 4) + (x % 4)]!;
  });
