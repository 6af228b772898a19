import { FormatError } from "../errors.ts";
import { ByteReader, concatBytes } from "./bytes.ts";
import { checkImageSize } from "./image_rgba.ts";

/** What the header chunk of a PNG file says. */
export interface PngHeader {
  /** Pixels per row. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  /** Bits per sample: 1, 2, 4, 8 or 16. */
  readonly depth: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey and opacity, 6 RGB and opacity. */
  readonly colorType: number;
  /** Whether the rows come in Adam7's seven passes. */
  readonly interlaced: boolean;
}

/** A PNG file less everything that does not decide its pixels. */
export interface PngChunks {
  /** The header chunk. */
  readonly header: PngHeader;
  /** The compressed rows. */
  readonly compressed: Uint8Array;
  /** A whole PNG file of the chunks IHDR, PLTE, tRNS, IDAT and IEND. */
  readonly file: Uint8Array;
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** Bit depths by colour type. */
const DEPTHS: ReadonlyMap<number, readonly number[]> = new Map([
  [0, [1, 2, 4, 8, 16]],
  [2, [8, 16]],
  [3, [1, 2, 4, 8]],
  [4, [8, 16]],
  [6, [8, 16]],
]);

/** Chunks that may come once, in this order, and the most bytes that they hold. */
const ONCE: ReadonlyMap<string, number> = new Map([["IHDR", 13], ["PLTE", 768], ["tRNS", 256]]);

/**
 * Takes a PNG file apart. Checksums are not looked at, the decoder does that.
 *
 * @throws {FormatError} when chunks are missing, out of order or unknown though critical, and when the header
 * declares what PNG does not have or what is too large.
 */
export function parsePngChunks(bytes: Uint8Array): PngChunks {
  const reader = new ByteReader("png", bytes, "big");
  const signature = reader.take(SIGNATURE.length);
  if (!SIGNATURE.every((byte, i) => byte === signature[i])) {
    throw new FormatError("png", "Expected the eight bytes of PNG's signature at the start.");
  }
  const kept = [signature];
  const compressed: Uint8Array[] = [];
  const seen = new Map<string, Uint8Array>();
  for (let name = ""; name !== "IEND";) {
    const start = reader.position;
    const length = reader.uint32();
    name = String.fromCharCode(...reader.take(4));
    const data = reader.take(length);
    reader.take(4);
    if (isAncillary(name) && name !== "tRNS") continue;
    checkOrder(name, length, seen);
    seen.set(name, data);
    kept.push(bytes.subarray(start, reader.position));
    if (name === "IDAT") compressed.push(data);
  }
  return { header: headerOf(seen.get("IHDR")), compressed: concatBytes(compressed), file: concatBytes(kept) };
}

/** A small first letter says that the chunk may be skipped. */
const isAncillary = (name: string): boolean => /^[a-z]/.test(name);

function checkOrder(name: string, length: number, seen: ReadonlyMap<string, Uint8Array>): void {
  const order = [...ONCE.keys(), "IDAT", "IEND"];
  const place = order.indexOf(name);
  const isFirst = place === 0;
  const previous = Math.max(...[...seen.keys()].map((each) => order.indexOf(each)), -1);
  if (place < previous || (place === previous && name !== "IDAT") || (seen.size === 0) !== isFirst) {
    throw new FormatError(
      "png",
      `Expected the chunks ${order.join(", ")} in this order but found ${JSON.stringify(name)}.`,
    );
  }
  if (length > (ONCE.get(name) ?? Infinity)) {
    throw new FormatError("png", `Expected at most ${ONCE.get(name)} bytes in ${name} but found ${length}.`);
  }
}

function headerOf(chunk: Uint8Array | undefined): PngHeader {
  const reader = new ByteReader("png", chunk ?? new Uint8Array(), "big");
  const [width, height] = [reader.uint32(), reader.uint32()];
  const [depth, colorType] = [reader.uint8(), reader.uint8()];
  const [compression, filter, interlace] = [reader.uint8(), reader.uint8(), reader.uint8()];
  checkImageSize("png", width, height);
  if (!DEPTHS.get(colorType)?.includes(depth)) {
    throw new FormatError(
      "png",
      `Expected a colour type and depth that PNG has but found ${colorType} and ${depth}.`,
    );
  }
  if (compression !== 0 || filter !== 0 || interlace > 1) {
    throw new FormatError(
      "png",
      `Expected compression 0, filter 0 and interlace 0 or 1 but found ${compression}, ${filter} and ${interlace}.`,
    );
  }
  return { width, height, depth, colorType, interlaced: interlace === 1 };
}
