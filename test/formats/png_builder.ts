import { crc32, deflateSync } from "node:zlib";
import { Buffer } from "node:buffer";

/** The header chunk's numbers; eight-bit RGBA, not interlaced, unless given. */
export interface PngNumbers {
  width: number;
  height: number;
  depth?: number;
  colorType?: number;
  compression?: number;
  filter?: number;
  interlace?: number;
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** A chunk with its length and checksum. */
export function chunk(name: string, data: ArrayLike<number> = []): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  bytes.set(Array.from(name, (letter) => letter.charCodeAt(0)), 4);
  bytes.set(data, 8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

/** The header chunk. */
export function headerChunk(numbers: PngNumbers): Uint8Array {
  const { width, height, depth = 8, colorType = 6, compression = 0, filter = 0, interlace = 0 } = numbers;
  const data = new Uint8Array(13);
  new DataView(data.buffer).setUint32(0, width);
  new DataView(data.buffer).setUint32(4, height);
  data.set([depth, colorType, compression, filter, interlace], 8);
  return chunk("IHDR", data);
}

/** A file of these chunks. */
export const pngOfChunks = (...chunks: Uint8Array[]): Uint8Array =>
  new Uint8Array(Buffer.concat([SIGNATURE, ...chunks]));

/** A file of these rows, each with its filter's number ahead, and other chunks ahead of them. */
export const pngOf = (numbers: PngNumbers, rows: ArrayLike<number>, ...others: Uint8Array[]): Uint8Array =>
  pngOfChunks(
    headerChunk(numbers),
    ...others,
    chunk("IDAT", deflateSync(Uint8Array.from(rows))),
    chunk("IEND"),
  );

/**
 * The chunks of a PNG file with their checksums corrected and the data of IDAT replaced, and what follows the last
 * chunk that lies within the file.
 */
export function resealPng(
  mutant: Uint8Array,
  imageData = (data: Uint8Array): Uint8Array => data,
): Uint8Array {
  const view = new DataView(mutant.buffer, mutant.byteOffset, mutant.byteLength);
  const pieces = [mutant.subarray(0, SIGNATURE.length)];
  let at = SIGNATURE.length;
  while (at + 12 <= mutant.length && at + 12 + view.getUint32(at) <= mutant.length) {
    const end = at + 8 + view.getUint32(at);
    const name = new TextDecoder("latin1").decode(mutant.subarray(at + 4, at + 8));
    const data = mutant.subarray(at + 8, end);
    pieces.push(chunk(name, name === "IDAT" ? imageData(data) : data));
    at = end + 4;
  }
  return new Uint8Array(Buffer.concat([...pieces, mutant.subarray(at)]));
}
