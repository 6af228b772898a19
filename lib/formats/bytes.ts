import { FormatError } from "../errors.ts";

/** The order of the bytes of a number. */
export type ByteOrder = "little" | "big";

/**
 * Reads bytes front to back; a read past the end is a {@linkcode FormatError}, never `undefined`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { ByteReader } from "./bytes.ts";
 * const reader = new ByteReader("demo", Uint8Array.of(2, 0, 7, 8), "little");
 * assert.deepEqual(reader.take(reader.uint16()), Uint8Array.of(7, 8));
 * ```
 */
export class ByteReader {
  readonly #format: string;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #little: boolean;
  #position = 0;

  /** Starts at the first of `bytes`; `format` names the format in error messages. */
  constructor(format: string, bytes: Uint8Array, order: ByteOrder) {
    this.#format = format;
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#little = order === "little";
  }

  /** Number of bytes read so far. */
  get position(): number {
    return this.#position;
  }

  /** Number of bytes left. */
  get remaining(): number {
    return this.#bytes.length - this.#position;
  }

  /** The next `count` bytes, not copied. */
  take(count: number): Uint8Array {
    const start = this.#advance(count);
    return this.#bytes.subarray(start, start + count);
  }

  /** The next byte. */
  uint8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  /** The next two bytes, unsigned. */
  uint16(): number {
    return this.#view.getUint16(this.#advance(2), this.#little);
  }

  /** The next four bytes, unsigned. */
  uint32(): number {
    return this.#view.getUint32(this.#advance(4), this.#little);
  }

  /** The next four bytes, signed. */
  int32(): number {
    return this.#view.getInt32(this.#advance(4), this.#little);
  }

  /** The next eight bytes, unsigned. */
  uint64(): bigint {
    return this.#view.getBigUint64(this.#advance(8), this.#little);
  }

  /** The next eight bytes as a floating-point number. */
  float64(): number {
    return this.#view.getFloat64(this.#advance(8), this.#little);
  }

  #advance(count: number): number {
    if (count > this.remaining) {
      throw new FormatError(
        this.#format,
        `Expected ${count} more bytes at byte ${this.#position} but found ${this.remaining}.`,
      );
    }
    const start = this.#position;
    this.#position += count;
    return start;
  }
}

/** The pieces one after the other, copied. */
export function concatBytes(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let position = 0;
  for (const piece of pieces) {
    bytes.set(piece, position);
    position += piece.length;
  }
  return bytes;
}
