import { FormatError } from "../../../errors.ts";
import { type Connection } from "../../protocol/connection.ts";
import { type ConnectionInfo } from "../../protocol/connection_file.ts";
import { listen } from "../../protocol/listen.ts";
import {
  decodeMessage,
  encodeMessage,
  type JsonObject,
  type Message,
  newMessage,
} from "../../protocol/message.ts";
import { listenPublisher, type Publisher } from "../../protocol/publisher.ts";

/** A request of a client. */
export interface ClientRequest {
  /** What it asks. */
  readonly message: Message;
  /** Who asks. */
  readonly client: Connection;
}

/** Where a message of a client came in. */
export type Inlet = "shell" | "control" | "stdin";

/** The sockets of a kernel that clients of Jupyter connect to. Messages whose signature is wrong are dropped. */
export class Front implements Disposable {
  readonly #key: string;
  readonly #session = crypto.randomUUID();
  readonly #open = new DisposableStack();
  readonly #publisher: Publisher;
  readonly #stdin = new Set<Connection>();

  /**
   * Listens as a connection file says.
   *
   * @param onRequest takes every message of a client; it must not throw.
   * @throws {Deno.errors.AddrInUse} when a port is taken.
   */
  constructor(
    { hostname, ports, key }: ConnectionInfo,
    onRequest: (inlet: Inlet, request: ClientRequest) => void,
  ) {
    this.#key = key;
    const at = (port: number): { hostname: string; port: number } => ({ hostname, port });
    this.#publisher = this.#open.use(listenPublisher(at(ports.iopub)));
    this.#open.use(listen(at(ports.heartbeat), "REP", echo));
    for (const inlet of ["shell", "control", "stdin"] as const) {
      this.#open.use(listen(at(ports[inlet]), "ROUTER", (client) => {
        if (inlet === "stdin") this.#addStdin(client);
        this.#read(client, (message) => onRequest(inlet, { message, client }));
      }));
    }
  }

  /** Answers a request. */
  async reply({ message, client }: ClientRequest, content: JsonObject): Promise<void> {
    const { identities, header } = message;
    const type = header.msg_type.replace(/_request$/, "_reply");
    const reply = newMessage({ type, content, session: this.#session, parent: message, identities });
    // A client that is gone needs no reply.
    await client.send(encodeMessage(reply, this.#key)).catch(() => {});
  }

  /** Publishes a message as caused by `parent`. */
  async publish(
    type: string,
    content: JsonObject,
    parent: Message | undefined,
    { metadata = {}, buffers = [] }: Partial<Pick<Message, "metadata" | "buffers">> = {},
  ): Promise<void> {
    const identities = [new TextEncoder().encode(type)];
    const message = newMessage({ type, content, session: this.#session, identities, metadata, buffers });
    const caused = { ...message, parentHeader: parent?.header ?? {} };
    await this.#publisher.publish(encodeMessage(caused, this.#key));
  }

  /** Asks the user of the client who made a request. */
  async ask({ message, client }: ClientRequest, content: JsonObject): Promise<void> {
    const question = newMessage({ type: "input_request", content, session: this.#session, parent: message });
    const name = client.identity.toString();
    const asked = [...this.#stdin].find(({ identity }) => identity.toString() === name);
    await asked?.send(encodeMessage(question, this.#key)).catch(() => {});
  }

  /** Closes the sockets. */
  [Symbol.dispose](): void {
    this.#open.dispose();
  }

  #addStdin(client: Connection): void {
    this.#stdin.add(client);
    client.closed.then(() => this.#stdin.delete(client));
  }

  async #read(client: Connection, take: (message: Message) => void): Promise<void> {
    try {
      for await (const frames of client.messages) {
        const message = this.#decode(frames);
        if (message) take(message);
      }
    } catch {
      // Whoever breaks the protocol is closed already.
    }
  }

  #decode(frames: readonly Uint8Array[]): Message | undefined {
    try {
      return decodeMessage(frames, this.#key);
    } catch (error) {
      if (error instanceof FormatError) return undefined;
      throw error;
    }
  }
}

async function echo(peer: Connection): Promise<void> {
  try {
    for await (const frames of peer.messages) await peer.send(frames);
  } catch {
    peer.close();
  }
}
