import { type Endpoint } from "./connect.ts";
import { Connection } from "./connection.ts";

/** A socket to which peers connect. Dispose it, or call `close`, when it is done. */
export interface Listener extends Disposable {
  /** The port it listens on. */
  readonly port: number;
  /** Closes the socket and the connections to all peers. It may be called again. */
  readonly close: () => void;
}

async function accept(server: Deno.TcpListener, serve: (conn: Deno.TcpConn) => Promise<void>): Promise<void> {
  for await (const conn of server) {
    conn.setNoDelay(true);
    // Whoever breaks off, or is no ZeroMQ socket that fits, is closed already; the others are not to know.
    serve(conn).catch(() => {});
  }
}

/**
 * Makes a ZeroMQ socket on TCP (ZMTP 3.0, mechanism NULL) that peers connect to. Those whose handshake fails are
 * dropped silently.
 *
 * @param onPeer is called with every peer that has connected; it must not throw, and takes the peer's messages.
 * @throws {Deno.errors.AddrInUse} when the port is taken.
 */
export function listen(
  { hostname, port }: Endpoint,
  type: "ROUTER" | "PUB" | "REP",
  onPeer: (peer: Connection) => void,
): Listener {
  const server = Deno.listen({ hostname, port, transport: "tcp" });
  const peers = new Set<Connection>();
  let open = true;
  const serve = async (conn: Deno.TcpConn): Promise<void> => {
    const peer = await Connection.open(conn, type, new Uint8Array(0));
    if (!open) return peer.close();
    peers.add(peer);
    peer.closed.then(() => peers.delete(peer));
    onPeer(peer);
  };
  const close = (): void => {
    if (!open) return;
    open = false;
    server.close();
    for (const peer of peers) peer.close();
  };
  accept(server, serve);
  return { port: server.addr.port, close, [Symbol.dispose]: close };
}
