import { FormatError } from "../../errors.ts";
import { type ChunkReader } from "./chunk_reader.ts";
import { type FrameHeader, parseFrameHeader, sizeBytes } from "./frame.ts";

/** A command between the libraries of two peers. */
export interface ZmtpCommand {
  /** Such as `"READY"` or `"PING"`. */
  readonly name: string;
  /** What follows the name. */
  readonly data: Uint8Array;
}

/** What a peer sends after its greeting. */
export type Traffic =
  /** A message of one frame or more. */
  | { readonly frames: Uint8Array[] }
  /** A command; it may come between two frames of a message. */
  | { readonly command: ZmtpCommand };

/** How large a message may be. */
export interface MessageLimits {
  /** Bytes of all frames together. */
  readonly bytes: number;
  /** Number of frames. */
  readonly frames: number;
}

/** 256 MiB and 1024 frames: our choice; messages that are larger are taken for an attack or a mistake. */
const MESSAGE_LIMITS: MessageLimits = { bytes: 2 ** 28, frames: 1024 };

/**
 * Reads the body of a command.
 *
 * @throws {FormatError} when it is shorter than its name, or has none.
 */
function parseCommand(body: Uint8Array): ZmtpCommand {
  const length = body[0] ?? 0;
  if (length === 0 || body.length < 1 + length) {
    throw new FormatError("zmtp", `Expected a command with a name but found ${body.length} bytes without.`);
  }
  return { name: new TextDecoder().decode(body.subarray(1, 1 + length)), data: body.slice(1 + length) };
}

async function readFrame(
  reader: ChunkReader,
  limit: number,
): Promise<[FrameHeader, Uint8Array] | undefined> {
  const flags = (await reader.take(1))?.[0];
  const size = flags === undefined ? undefined : await reader.take(sizeBytes(flags));
  if (flags === undefined || !size) return undefined;
  const header = parseFrameHeader(flags, size, limit);
  const body = await reader.take(header.size);
  return body && [header, body];
}

/**
 * Messages and commands in the order in which they are complete. It ends where the bytes end; what was begun then
 * is dropped, as a peer that vanishes leaves it.
 *
 * @throws {FormatError} when the bytes are not frames, or a message is larger than `limits` allow.
 */
export async function* readTraffic(
  reader: ChunkReader,
  limits: MessageLimits = MESSAGE_LIMITS,
): AsyncGenerator<Traffic, void> {
  let frames: Uint8Array[] = [];
  let free = limits.bytes;
  for (let read; (read = await readFrame(reader, free));) {
    const [{ more, command }, body] = read;
    if (command) {
      yield { command: parseCommand(body) };
      continue;
    }
    if (frames.push(body) > limits.frames) {
      throw new FormatError("zmtp", `Expected a message of at most ${limits.frames} frames but found more.`);
    }
    free -= body.length;
    if (more) continue;
    yield { frames };
    [frames, free] = [[], limits.bytes];
  }
}
