import { FormatError } from "../errors.ts";
import { ByteReader, concatBytes } from "./bytes.ts";
import { exifOrientation } from "./exif_orientation.ts";
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
  /** Samples per pixel. */
  readonly channels: number;
  /** Whether the rows come in Adam7's seven passes. */
  readonly interlaced: boolean;
}

/** A PNG file less everything that does not decide its picture. */
export interface PngChunks {
  /** The header chunk. */
  readonly header: PngHeader;
  /** The compressed rows. */
  readonly compressed: Uint8Array;
  /** A whole PNG file of the chunks IHDR, PLTE, tRNS, IDAT and IEND. */
  readonly file: Uint8Array;
  /** EXIF's orientation, 1 to 8; absent where there is no EXIF, or nothing sound. */
  readonly orientation?: number | undefined;
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** Samples per pixel and possible bits per sample, by colour type. */
const COLOR_TYPES: ReadonlyMap<number, { channels: number; depths: readonly number[] }> = new Map([
  [0, { channels: 1, depths: [1, 2, 4, 8, 16] }],
  [2, { channels: 3, depths: [8, 16] }],
  [3, { channels: 1, depths: [1, 2, 4, 8] }],
  [4, { channels: 2, depths: [8, 16] }],
  [6, { channels: 4, depths: [8, 16] }],
]);

/** The chunks after the header that decide pixels, in their order, and the most bytes that they hold. */
const CHUNKS: ReadonlyMap<string, number> = new Map([["PLTE", 768], ["tRNS", 256], ["IDAT", Infinity], [
  "IEND",
  0,
]]);

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
  const first = readChunk(reader, bytes);
  if (first.name !== "IHDR") {
    throw new FormatError("png", `Expected IHDR as the first chunk but found ${first.name}.`);
  }
  const kept = [signature, first.whole];
  const compressed: Uint8Array[] = [];
  let orientation: number | undefined;
  for (let name = "IHDR"; name !== "IEND";) {
    const chunk = readChunk(reader, bytes);
    if (chunk.name === "eXIf") orientation ??= exifOrientation(chunk.data);
    if (!CHUNKS.has(chunk.name) && isAncillary(chunk.name)) continue;
    checkChunk(chunk, name);
    name = chunk.name;
    kept.push(chunk.whole);
    if (name === "IDAT") compressed.push(chunk.data);
  }
  return {
    header: headerOf(first.data),
    compressed: concatBytes(compressed),
    file: concatBytes(kept),
    orientation,
  };
}

interface Chunk {
  name: string;
  data: Uint8Array;
  /** With length, name and checksum. */
  whole: Uint8Array;
}

function readChunk(reader: ByteReader, bytes: Uint8Array): Chunk {
  const start = reader.position;
  const length = reader.uint32();
  const name = String.fromCharCode(...reader.take(4));
  const data = reader.take(length);
  reader.take(4);
  return { name, data, whole: bytes.subarray(start, reader.position) };
}

/** A small first letter says that the chunk may be skipped. */
const isAncillary = (name: string): boolean => /^[a-z]/.test(name);

function checkChunk({ name, data }: Chunk, previous: string): void {
  const order = [...CHUNKS.keys()];
  const isInOrder = order.indexOf(name) > order.indexOf(previous) || (name === "IDAT" && previous === "IDAT");
  if (!isInOrder) {
    throw new FormatError(
      "png",
      `Expected ${order.join(", ")} in this order but found ${name} after ${previous}.`,
    );
  }
  const most = CHUNKS.get(name);
  if (most !== undefined && data.length > most) {
    throw new FormatError("png", `Expected at most ${most} bytes in ${name} but found ${data.length}.`);
  }
}

function headerOf(data: Uint8Array): PngHeader {
  const reader = new ByteReader("png", data, "big");
  const [width, height] = [reader.uint32(), reader.uint32()];
  const [depth, colorType] = [reader.uint8(), reader.uint8()];
  const [compression, filter, interlace] = [reader.uint8(), reader.uint8(), reader.uint8()];
  if (reader.remaining > 0) {
    throw new FormatError("png", `Expected 13 bytes in IHDR but found ${data.length}.`);
  }
  checkImageSize("png", width, height);
  const { channels, depths } = COLOR_TYPES.get(colorType) ?? {};
  if (channels === undefined || !depths?.includes(depth)) {
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
  return { width, height, depth, colorType, channels, interlaced: interlace === 1 };
}
