import { bytesOf } from "../tensor.ts";

/** A copy of bytes in memory that threads share, so that handing it over copies nothing. */
export function sharedBytes(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}

/** A copy of numbers in memory that threads share, so that handing it over copies nothing. */
export const sharedNumbers = (numbers: Float32Array): Float32Array =>
  new Float32Array(sharedBytes(bytesOf(numbers)).buffer);
