import { concatBytes } from "../../lib/formats/bytes.ts";

/** What {@linkcode exifBody} writes in place of what is usual. */
export interface ExifFields {
  /** Type of the tag (default 3, SHORT). */
  readonly type?: number;
  /** How many values it has (default 1). */
  readonly count?: number;
  /** Whether numbers begin with their highest byte (default false). */
  readonly isBig?: boolean;
  /** Where the directory begins (default 8). */
  readonly offset?: number;
}

/** The body of an APP1 segment with the camera's make and an orientation. */
export function exifBody(orientation: number, fields: ExifFields = {}): Uint8Array {
  const { type = 3, count = 1, isBig = false, offset = 8 } = fields;
  const body = new Uint8Array(6 + 8 + 2 + 2 * 12 + 4);
  const view = new DataView(body.buffer);
  const put16 = (at: number, value: number): void => view.setUint16(at, value, !isBig);
  const put32 = (at: number, value: number): void => view.setUint32(at, value, !isBig);
  body.set(new TextEncoder().encode(isBig ? "Exif\0\0MM" : "Exif\0\0II"));
  put16(8, 42);
  put32(10, offset);
  put16(14, 2);
  [0x010f, 2, 0x41].forEach((value, i) => put16(16 + [0, 2, 8][i]!, value));
  put32(20, 2);
  put16(28, 0x0112);
  put16(30, type);
  put32(32, count);
  put16(36, orientation);
  return body;
}

/** A JPEG file with an APP1 segment behind its start. */
export function withApp1(file: Uint8Array, body: Uint8Array): Uint8Array {
  const length = body.length + 2;
  return concatBytes([
    file.subarray(0, 2),
    Uint8Array.of(0xff, 0xe1, length >> 8, length & 255),
    body,
    file.subarray(2),
  ]);
}
