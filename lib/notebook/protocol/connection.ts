import { FormatError } from "../../errors.ts";
import { ChunkReader } from "./chunk_reader.ts";
import { encodeCommand, encodeFrames } from "./frame.ts";
import { encodeGreeting, encodeReady, readHandshake, type SocketType } from "./handshake.ts";
import { readTraffic } from "./traffic.ts";

/** A peer has so long for its greeting, in milliseconds. Our choice. */
const HANDSHAKE_TIME = 10_000;

/** Bytes of messages that are read ahead of whoever takes them; then the peer has to wait. Our choice. */
const READ_AHEAD = 2 ** 26;

const bytesOf = (frames: readonly Uint8Array[]): number =>
  frames.reduce((sum, { length }) => sum + length, 0);

async function* chunksOf(conn: Deno.Conn): AsyncGenerator<Uint8Array, void> {
  while (true) {
    const buffer = new Uint8Array(2 ** 16);
    // A connection that was reset, or closed on this side, has ended like any other.
    const count = await conn.read(buffer).catch(() => null);
    if (count === null) return;
    yield buffer.subarray(0, count);
  }
}

function closeQuietly(conn: Deno.Conn): void {
  try {
    conn.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}

/** A peer to which a socket talks. Dispose it, or call `close`, when it is done. */
export class Connection implements Disposable {
  /** What the peer calls itself; where it says nothing, five bytes that begin with 0, chosen here. */
  readonly identity: Uint8Array;
  /**
   * The peer's messages: their frames as they come over the wire. With REQ and REP these include the empty frame
   * before the body; so whoever sends back what came answers a heartbeat. On a PUB socket they are
   * subscriptions: one frame, 1 (or 0, to end one) and the prefix. The iteration ends when either side closes the
   * connection or vanishes, and throws a {@linkcode FormatError} when the peer breaks the protocol. It can be made
   * once; leaving it closes the connection.
   */
  readonly messages: AsyncIterable<Uint8Array[]>;
  /** Settles, and never rejects, when the connection is closed by either side. */
  readonly closed: Promise<void>;
  readonly #conn: Deno.Conn;
  readonly #end: () => void;
  #sending: Promise<void> = Promise.resolve();
  #unsent = 0;

  private constructor(conn: Deno.Conn, reader: ChunkReader, identity: Uint8Array) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#conn = conn;
    this.identity = identity;
    this.closed = promise;
    this.#end = resolve;
    this.messages = this.#readAhead(reader);
  }

  /**
   * Greets the peer at the other end of `conn`, which belongs to the connection from then on.
   *
   * @param type the kind of this side's socket.
   * @param identity what this side calls itself; at most 255 bytes, empty for nothing.
   * @throws {FormatError} when the peer does not answer as a fitting ZeroMQ socket within 10 s; `conn` is closed
   *   then.
   */
  static async open(conn: Deno.Conn, type: SocketType, identity: Uint8Array): Promise<Connection> {
    const timer = setTimeout(() => closeQuietly(conn), HANDSHAKE_TIME);
    const reader = new ChunkReader(chunksOf(conn));
    try {
      const [peer] = await Promise.all([
        readHandshake(reader, type),
        // Where this fails the reader says so better.
        write(conn, encodeGreeting()).then(() => write(conn, encodeReady({ type, identity }))).catch(
          () => {},
        ),
      ]);
      const named = peer.identity.length > 0;
      return new Connection(conn, reader, named ? peer.identity : newIdentity());
    } catch (error) {
      closeQuietly(conn);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Bytes that were given to `send` and are not yet on their way. */
  get unsent(): number {
    return this.#unsent;
  }

  /**
   * Sends a message of one frame or more; messages arrive in the order of the calls. It resolves when the system
   * has taken them.
   *
   * @throws {Deno.errors.BrokenPipe} or another error of Deno's when the peer is gone.
   */
  send(frames: readonly Uint8Array[]): Promise<void> {
    return this.#sendBytes(encodeFrames(frames));
  }

  /** Closes the connection; what is not yet sent is lost. It may be called again. */
  close(): void {
    closeQuietly(this.#conn);
    this.#end();
  }

  /** The same as `close`. */
  [Symbol.dispose](): void {
    this.close();
  }

  #sendBytes(bytes: Uint8Array): Promise<void> {
    this.#unsent += bytes.length;
    const sent = this.#sending.then(() => write(this.#conn, bytes)).finally(() => {
      this.#unsent -= bytes.length;
    });
    this.#sending = sent.catch(() => {});
    return sent;
  }

  async *#receive(reader: ChunkReader): AsyncGenerator<Uint8Array[], void> {
    for await (const traffic of readTraffic(reader)) {
      if ("frames" in traffic) {
        yield traffic.frames;
        continue;
      }
      const { name, data } = traffic.command;
      // ZMTP 3.1; the first two bytes of a PING are a time to live. Commands that are not known are nothing to us.
      if (name === "PING") this.#sendBytes(encodeCommand("PONG", data.subarray(2, 18))).catch(() => {});
      if (name === "SUBSCRIBE") yield [Uint8Array.of(1, ...data)];
      if (name === "CANCEL") yield [Uint8Array.of(0, ...data)];
      if (name === "ERROR") {
        throw new FormatError("zmtp", "Expected messages but found that the peer gave up.");
      }
    }
  }

  #readAhead(reader: ChunkReader): ReadableStream<Uint8Array[]> {
    const received = this.#receive(reader);
    return new ReadableStream<Uint8Array[]>({
      pull: async (controller): Promise<void> => {
        try {
          const { done, value } = await received.next();
          if (!done) return controller.enqueue(value);
          controller.close();
        } catch (error) {
          controller.error(error);
        }
        this.close();
      },
      cancel: () => this.close(),
    }, { highWaterMark: READ_AHEAD, size: bytesOf });
  }
}

async function write(conn: Deno.Conn, bytes: Uint8Array): Promise<void> {
  for (let rest = bytes; rest.length > 0;) rest = rest.subarray(await conn.write(rest));
}

const newIdentity = (): Uint8Array => {
  const identity = crypto.getRandomValues(new Uint8Array(5));
  identity[0] = 0;
  return identity;
};
