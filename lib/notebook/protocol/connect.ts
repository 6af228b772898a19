import { InputError } from "../../errors.ts";
import { Connection } from "./connection.ts";

/** Where a socket is, or shall be. */
export interface Endpoint {
  /** A name or an address, such as `"127.0.0.1"`. */
  readonly hostname: string;
  /** 1 to 65535; where a socket is made also 0, for any that is free. */
  readonly port: number;
}

/** How to connect. */
export interface ConnectOptions {
  /** What the peer shall call this side: up to 255 bytes, the first not 0. Default: it chooses itself. */
  readonly identity?: Uint8Array;
  /** Where given, tries again while nobody listens, until the signal aborts. Default: one try. */
  readonly signal?: AbortSignal;
}

/** Milliseconds between two tries. */
const RETRY = 20;

async function reach(endpoint: Endpoint, signal: AbortSignal | undefined): Promise<Deno.TcpConn> {
  while (true) {
    signal?.throwIfAborted();
    try {
      return await Deno.connect({ ...endpoint, transport: "tcp" });
    } catch (error) {
      if (!signal || !(error instanceof Deno.errors.ConnectionRefused)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY));
  }
}

/**
 * Connects to a ZeroMQ socket by TCP (ZMTP 3.0, mechanism NULL). A SUB socket subscribes to everything.
 *
 * @throws {InputError} when the identity is too long or begins with 0.
 * @throws {Deno.errors.ConnectionRefused} when nobody listens and no signal is given; with a signal, its reason.
 * @throws {FormatError} when whoever listens does not answer as a fitting ZeroMQ socket within 10 s.
 */
export async function connect(
  endpoint: Endpoint,
  type: "DEALER" | "SUB" | "REQ",
  { identity = new Uint8Array(0), signal }: ConnectOptions = {},
): Promise<Connection> {
  if (identity.length > 255 || identity[0] === 0) {
    throw new InputError(
      `Expected an identity of at most 255 bytes, the first not 0, but found ${identity.length} bytes that begin ` +
        `with ${identity[0]}.`,
    );
  }
  const conn = await reach(endpoint, signal);
  conn.setNoDelay(true);
  const connection = await Connection.open(conn, type, identity);
  if (type === "SUB") await connection.send([Uint8Array.of(1)]);
  return connection;
}
