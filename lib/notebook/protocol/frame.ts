import { concatBytes } from "../../formats/bytes.ts";
import { FormatError } from "../../errors.ts";

const [MORE, LONG, COMMAND] = [1, 2, 4];

/** What the bytes before a frame's body say (ZMTP 3.0, https://rfc.zeromq.org/spec/23, "framing"). */
export interface FrameHeader {
  /** Whether the message goes on in another frame. */
  readonly more: boolean;
  /** Whether the body is a command to the peer's library, not part of a message. */
  readonly command: boolean;
  /** Bytes of the body. */
  readonly size: number;
}

/** Bytes of the size that follows the flags of a frame: 1 or 8. */
export const sizeBytes = (flags: number): 1 | 8 => (flags & LONG) !== 0 ? 8 : 1;

/**
 * Reads the header of a frame: `flags` and the bytes of its size, {@linkcode sizeBytes} of them.
 *
 * @throws {FormatError} when the flags are none of ZMTP 3, or the body is larger than `limit` bytes.
 */
export function parseFrameHeader(flags: number, size: Uint8Array, limit: number): FrameHeader {
  const command = (flags & COMMAND) !== 0;
  if ((flags & ~(MORE | LONG | COMMAND)) !== 0 || (command && (flags & MORE) !== 0)) {
    throw new FormatError("zmtp", `Expected the flags of a frame but found 0x${flags.toString(16)}.`);
  }
  const bytes = size.reduce((sum, byte) => sum * 256 + byte, 0);
  if (bytes > limit) {
    throw new FormatError("zmtp", `Expected a message of at most ${limit} bytes more but found ${bytes}.`);
  }
  return { more: (flags & MORE) !== 0, command, size: bytes };
}

function encodeFrame(body: Uint8Array, flags: number): Uint8Array {
  if (body.length < 256) return concatBytes([Uint8Array.of(flags, body.length), body]);
  const header = new Uint8Array(9);
  header[0] = flags | LONG;
  new DataView(header.buffer).setBigUint64(1, BigInt(body.length));
  return concatBytes([header, body]);
}

/** The bytes of a message of one frame or more on the wire. */
export const encodeFrames = (frames: readonly Uint8Array[]): Uint8Array =>
  concatBytes(frames.map((frame, i) => encodeFrame(frame, i === frames.length - 1 ? 0 : MORE)));

/** The bytes of a command on the wire; `name` has 1 to 255 ASCII characters. */
export const encodeCommand = (name: string, data: Uint8Array): Uint8Array =>
  encodeFrame(concatBytes([Uint8Array.of(name.length), new TextEncoder().encode(name), data]), COMMAND);
