import { createHash } from "node:crypto";
import { InputError } from "../errors.ts";

/** The content of a large file. */
export interface SharedFile {
  /** Its bytes, in memory that threads share, so that sessions take them without a copy. */
  readonly bytes: Uint8Array;
  /** Their SHA-256, as hexadecimal digits. */
  readonly sha256: string;
}

/** Bytes that are read at once. */
const PIECE = 16 << 20;

/**
 * Reads a large file, such as a network's weights, into memory that threads share.
 *
 * @throws {InputError} when it ends before its size; what Deno throws where it cannot be read.
 */
export async function readShared(path: string): Promise<SharedFile> {
  using file = await Deno.open(path);
  const { size } = await file.stat();
  const bytes = new Uint8Array(new SharedArrayBuffer(size));
  const hash = createHash("sha256");
  const piece = new Uint8Array(Math.min(PIECE, size));
  for (let position = 0; position < size;) {
    const count = await file.read(piece);
    if (count === null) throw new InputError(`${path}: Expected ${size} bytes but found ${position}.`);
    const read = piece.subarray(0, Math.min(count, size - position));
    bytes.set(read, position);
    hash.update(read);
    position += read.length;
  }
  return { bytes, sha256: hash.digest("hex") };
}
