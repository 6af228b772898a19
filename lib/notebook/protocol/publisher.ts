import { type Endpoint } from "./connect.ts";
import { type Connection } from "./connection.ts";
import { listen, type Listener } from "./listen.ts";

/** A peer that has not taken so many bytes gets no more until it has, as ZeroMQ does it. Our choice. */
const BACKLOG = 2 ** 27;

/** A PUB socket. */
export interface Publisher extends Listener {
  /**
   * Sends a message to every peer that has subscribed to a prefix of its first frame. It resolves when the system
   * has taken it for all of them, and never rejects: peers that vanish, or have 128 MiB to take still, miss it.
   */
  readonly publish: (frames: readonly Uint8Array[]) => Promise<void>;
}

const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

/** Keeps what a peer has subscribed to, as often as it did, until it is gone. */
async function follow(peer: Connection, prefixes: string[]): Promise<void> {
  for await (const [frame = new Uint8Array(0)] of peer.messages) {
    const prefix = text(frame.subarray(1));
    if (frame[0] === 1) prefixes.push(prefix);
    const held = frame[0] === 0 ? prefixes.indexOf(prefix) : -1;
    if (held >= 0) prefixes.splice(held, 1);
  }
}

/**
 * Makes a PUB socket on TCP. Peers subscribe as in ZMTP 3.0, by messages, or as in 3.1, by commands.
 *
 * @throws {Deno.errors.AddrInUse} when the port is taken.
 */
export function listenPublisher(endpoint: Endpoint): Publisher {
  const subscriptions = new Map<Connection, string[]>();
  const listener = listen(endpoint, "PUB", (peer) => {
    const prefixes: string[] = [];
    subscriptions.set(peer, prefixes);
    follow(peer, prefixes).catch(() => {}).finally(() => subscriptions.delete(peer));
  });
  const publish = async (frames: readonly Uint8Array[]): Promise<void> => {
    const topic = text(frames[0] ?? new Uint8Array(0));
    const takers = [...subscriptions].filter(([peer, prefixes]) =>
      peer.unsent < BACKLOG && prefixes.some((prefix) => topic.startsWith(prefix))
    );
    await Promise.allSettled(takers.map(([peer]) => peer.send(frames)));
  };
  return { ...listener, publish };
}
