import { concatBytes } from "../../formats/bytes.ts";
import { FormatError } from "../../errors.ts";
import { type ChunkReader } from "./chunk_reader.ts";
import { encodeCommand } from "./frame.ts";
import { readTraffic, type ZmtpCommand } from "./traffic.ts";

/** The kinds of sockets that Jupyter needs. */
export type SocketType = "DEALER" | "SUB" | "REQ" | "ROUTER" | "PUB" | "REP";

/** What a peer says of itself when it is READY. */
export interface PeerProperties {
  /** The kind of its socket. */
  readonly type: string;
  /** At most 255 bytes; empty where the other side shall choose one. */
  readonly identity: Uint8Array;
}

const PARTNERS: Readonly<Record<SocketType, readonly string[]>> = {
  DEALER: ["ROUTER", "DEALER", "REP"],
  SUB: ["PUB", "XPUB"],
  REQ: ["REP", "ROUTER"],
  ROUTER: ["DEALER", "REQ", "ROUTER"],
  PUB: ["SUB", "XSUB"],
  REP: ["REQ", "DEALER"],
};

const ascii = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

/** The 64 bytes that either side begins with: version 3.0, mechanism NULL. */
export function encodeGreeting(): Uint8Array {
  const greeting = new Uint8Array(64);
  greeting.set([0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3, 0]);
  greeting.set(new TextEncoder().encode("NULL"), 12);
  return greeting;
}

/**
 * Checks the first 11 bytes of a greeting: the signature and the major version.
 *
 * @throws {FormatError} when they are of something else than ZMTP 3 or later.
 */
function checkSignature(bytes: Uint8Array): void {
  if (bytes[0] !== 0xff || bytes[9] !== 0x7f) {
    throw new FormatError("zmtp", "Expected the greeting of a ZeroMQ peer but found something else.");
  }
  if (bytes[10]! < 3) {
    throw new FormatError("zmtp", `Expected ZMTP 3 but found version ${bytes[10]}.`);
  }
}

/**
 * Checks the mechanism, bytes 12 to 31 of a greeting.
 *
 * @throws {FormatError} when it is not NULL.
 */
function checkMechanism(bytes: Uint8Array): void {
  const name = ascii(bytes).replace(/\0+$/, "");
  if (name === "NULL") return;
  throw new FormatError("zmtp", `Expected the mechanism NULL but found ${JSON.stringify(name)}.`);
}

/** The READY command on the wire. */
export function encodeReady({ type, identity }: PeerProperties): Uint8Array {
  const property = (name: string, value: Uint8Array): Uint8Array[] => {
    const size = new Uint8Array(4);
    new DataView(size.buffer).setUint32(0, value.length);
    return [Uint8Array.of(name.length), new TextEncoder().encode(name), size, value];
  };
  const properties = [...property("Socket-Type", new TextEncoder().encode(type))];
  if (identity.length > 0) properties.push(...property("Identity", identity));
  return encodeCommand("READY", concatBytes(properties));
}

function parseProperties(data: Uint8Array): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  for (let at = 0; at < data.length;) {
    const size = at + 1 + data[at]!;
    const end = size + 4 > data.length ? Infinity : size + 4 + view.getUint32(size);
    if (end > data.length) throw new FormatError("zmtp", "Expected whole properties but found half of one.");
    found.set(ascii(data.subarray(at + 1, size)).toLowerCase(), data.slice(size + 4, end));
    at = end;
  }
  return found;
}

/**
 * Reads the command that ends the handshake.
 *
 * @throws {FormatError} when it is not READY (the message then says the peer's reason), it is cut off, or the
 *   peer's socket and one of type `own` do not talk.
 */
function parseReady({ name, data }: ZmtpCommand, own: SocketType): PeerProperties {
  if (name !== "READY") {
    const reason = name === "ERROR" ? `: ${ascii(data.subarray(1))}` : "";
    throw new FormatError("zmtp", `Expected READY but found ${JSON.stringify(name)}${reason}.`);
  }
  const properties = parseProperties(data);
  const type = ascii(properties.get("socket-type") ?? new Uint8Array(0));
  if (!PARTNERS[own].includes(type)) {
    const partners = PARTNERS[own].join(" or ");
    throw new FormatError("zmtp", `Expected a socket ${partners} but found ${JSON.stringify(type)}.`);
  }
  const identity = properties.get("identity") ?? new Uint8Array(0);
  if (identity.length > 255) {
    throw new FormatError(
      "zmtp",
      `Expected an identity of at most 255 bytes but found ${identity.length}.`,
    );
  }
  return { type, identity };
}

/** No READY has a reason to be longer, in bytes and frames. */
const READY_LIMITS = { bytes: 2 ** 16, frames: 1 };

/**
 * Reads a peer's greeting and READY.
 *
 * @throws {FormatError} as {@linkcode checkSignature}, {@linkcode checkMechanism} and {@linkcode parseReady} do,
 *   and where the bytes end before.
 */
export async function readHandshake(reader: ChunkReader, own: SocketType): Promise<PeerProperties> {
  const gone = (): never => {
    throw new FormatError("zmtp", "Expected the greeting of a ZeroMQ peer but the connection ended.");
  };
  checkSignature(await reader.take(11) ?? gone());
  const rest = await reader.take(53) ?? gone();
  checkMechanism(rest.subarray(1, 21));
  for await (const traffic of readTraffic(reader, READY_LIMITS)) {
    if ("command" in traffic) return parseReady(traffic.command, own);
    throw new FormatError("zmtp", "Expected READY but found a message.");
  }
  return gone();
}
