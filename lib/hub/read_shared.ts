import { createHash } from "node:crypto";
import { InputError } from "../errors.ts";
import { pieces } from "./pieces.ts";

/** The content of a large file. */
export interface SharedFile {
  /** Its bytes, in memory that threads share, so that sessions take them without a copy. */
  readonly bytes: Uint8Array;
  /** Their SHA-256, as hexadecimal digits. */
  readonly sha256: string;
}

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
  let position = 0;
  for await (const piece of pieces(file, size)) {
    bytes.set(piece, position);
    hash.update(piece);
    position += piece.length;
  }
  if (position < size) throw new InputError(`${path}: Expected ${size} bytes but found ${position}.`);
  return { bytes, sha256: hash.digest("hex") };
}
