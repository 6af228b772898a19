import { inflateSync } from "node:zlib";
import { decode, type DecodedPng } from "fast-png";
import { FormatError } from "../errors.ts";
import type { RgbaImage } from "./image.ts";
import { parsePngChunks, type PngHeader } from "./image_png_chunks.ts";
import { upright } from "./upright.ts";

/** First column and row, and the distances between columns and between rows, of Adam7's passes. */
const ADAM7 = [[0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [
  0,
  1,
  1,
  2,
]] as const;

/**
 * Reads a PNG file; see `decodeImage`.
 *
 * @throws {FormatError} when the bytes are no sound PNG file.
 */
export function decodePng(bytes: Uint8Array): RgbaImage {
  const { header, compressed, file, orientation = 1 } = parsePngChunks(bytes);
  if (header.interlaced && header.depth < 8) {
    throw new FormatError(
      "png",
      `Expected 8 or 16 bits per sample in an interlaced picture but found ${header.depth}.`,
    );
  }
  checkRows(header, compressed);
  return upright(rgbaOf(header, decodeFile(file)), orientation);
}

/** Inflates the rows with a bound, which the decoder lacks, to see that there are as many bytes as pixels need. */
function checkRows(header: PngHeader, compressed: Uint8Array): void {
  const expected = rowBytes(header);
  let found: number;
  try {
    found = inflateSync(compressed, { maxOutputLength: expected }).length;
  } catch (cause) {
    const what = cause instanceof RangeError ? "more" : "a broken or truncated stream";
    throw new FormatError("png", `Expected ${expected} bytes of compressed rows but found ${what}.`, {
      cause,
    });
  }
  if (found !== expected) {
    throw new FormatError("png", `Expected ${expected} bytes of compressed rows but found ${found}.`);
  }
}

/** Bytes of all rows, each with its filter's number ahead. */
function rowBytes({ width, height, depth, channels, interlaced }: PngHeader): number {
  const bytesOf = (columns: number, rows: number): number =>
    columns > 0 && rows > 0 ? rows * (1 + Math.ceil(columns * channels * depth / 8)) : 0;
  if (!interlaced) return bytesOf(width, height);
  return ADAM7.reduce(
    (sum, [x, y, dx, dy]) => sum + bytesOf(Math.ceil((width - x) / dx), Math.ceil((height - y) / dy)),
    0,
  );
}

function decodeFile(file: Uint8Array): DecodedPng {
  try {
    return decode(file, { checkCrc: true });
  } catch (cause) {
    throw new FormatError("png", `Expected a sound file but found ${cause}`, { cause });
  }
}

function rgbaOf(header: PngHeader, png: DecodedPng): RgbaImage {
  const { width, height, depth, colorType } = header;
  const samples = depth < 8 ? unpacked(header, png.data) : png.data;
  const data = new Uint8ClampedArray(4 * width * height);
  if (colorType === 3) fillFromPalette(data, samples, png.palette ?? []);
  else fillFromSamples(data, samples, header, png.transparency);
  return { width, height, data };
}

/** One number per sample out of rows that hold several in a byte. */
function unpacked({ width, height, depth }: PngHeader, rows: ArrayLike<number>): Uint8Array {
  const samples = new Uint8Array(width * height);
  const bytesPerRow = Math.ceil(width * depth / 8);
  for (let i = 0; i < samples.length; i++) {
    const bit = i % width * depth;
    const byte = rows[Math.floor(i / width) * bytesPerRow + (bit >> 3)]!;
    samples[i] = byte >> (8 - depth - (bit & 7)) & (2 ** depth - 1);
  }
  return samples;
}

function fillFromPalette(
  data: Uint8ClampedArray,
  samples: ArrayLike<number>,
  palette: readonly number[][],
): void {
  for (let i = 0; i < samples.length; i++) {
    const colour = palette[samples[i]!];
    if (colour === undefined) {
      throw new FormatError("png", `Expected colours below ${palette.length} but found ${samples[i]}.`);
    }
    data.set(colour, 4 * i);
    if (colour.length === 3) data[4 * i + 3] = 255;
  }
}

/** `hidden` is the one grey or colour that is not to be seen. */
function fillFromSamples(
  data: Uint8ClampedArray,
  samples: ArrayLike<number>,
  { depth, channels }: PngHeader,
  hidden: ArrayLike<number> | undefined,
): void {
  const step = channels < 3 ? 0 : 1;
  const scale = 255 / (2 ** depth - 1);
  for (let to = 0, from = 0; to < data.length; to += 4, from += channels) {
    const [red, green, blue] = [samples[from]!, samples[from + step]!, samples[from + 2 * step]!];
    const isHidden = red === hidden?.[0] && green === hidden[step] && blue === hidden[2 * step];
    data[to] = red * scale;
    data[to + 1] = green * scale;
    data[to + 2] = blue * scale;
    data[to + 3] = isHidden ? 0 : channels % 2 === 0 ? samples[from + channels - 1]! * scale : 255;
  }
}
