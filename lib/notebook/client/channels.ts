import { connect } from "../protocol/connect.ts";
import { type Connection } from "../protocol/connection.ts";
import { type ConnectionInfo } from "../protocol/connection_file.ts";
import { decodeMessage, encodeMessage, type Message } from "../protocol/message.ts";

/** Where requests go: those of shell wait for each other, those of control for nothing. */
export type RequestChannel = "shell" | "control";

/** The connections of a client to a kernel that runs. Dispose it when it is done. */
export class Channels implements Disposable {
  readonly #connections: Readonly<Record<RequestChannel | "iopub", Connection>>;
  readonly #key: string;
  readonly #waiting = new Map<string, (reply: Message) => void>();

  private constructor(connections: Readonly<Record<RequestChannel | "iopub", Connection>>, key: string) {
    this.#connections = connections;
    this.#key = key;
  }

  /**
   * Connects to a kernel, and tries again while it does not listen yet, until `signal` aborts.
   *
   * @throws the reason of the signal, or a {@linkcode FormatError} when something else listens there.
   */
  static async connect({ hostname, ports, key }: ConnectionInfo, signal: AbortSignal): Promise<Channels> {
    using open = new DisposableStack();
    const identity = new TextEncoder().encode(crypto.randomUUID());
    const to = async (port: number, type: "DEALER" | "SUB"): Promise<Connection> =>
      open.use(await connect({ hostname, port }, type, { identity, signal }));
    const iopub = await to(ports.iopub, "SUB");
    const shell = await to(ports.shell, "DEALER");
    const control = await to(ports.control, "DEALER");
    open.move();
    return new Channels({ iopub, shell, control }, key);
  }

  /**
   * Reads all channels until one is closed by either side, and returns the error by which it was, if any. To be
   * called once: replies come by it, too.
   *
   * @param onPublished gets what the kernel publishes.
   */
  read(onPublished: (message: Message) => void): Promise<unknown> {
    return Promise.race([
      this.#readOne(this.#connections.iopub, onPublished),
      this.#readOne(this.#connections.shell, (reply) => this.#answer(reply)),
      this.#readOne(this.#connections.control, (reply) => this.#answer(reply)),
    ]);
  }

  /** Sends a message. */
  send(channel: RequestChannel, message: Message): Promise<void> {
    return this.#connections[channel].send(encodeMessage(message, this.#key));
  }

  /** Sends a request and resolves with its reply; it stays pending where none comes. */
  async request(channel: RequestChannel, message: Message): Promise<Message> {
    const { promise, resolve } = Promise.withResolvers<Message>();
    this.#waiting.set(message.header.msg_id, resolve);
    await this.send(channel, message);
    return await promise;
  }

  /** Closes the connections. */
  [Symbol.dispose](): void {
    for (const connection of Object.values(this.#connections)) connection.close();
  }

  #answer(reply: Message): void {
    const id = reply.parentHeader.msg_id ?? "";
    this.#waiting.get(id)?.(reply);
    this.#waiting.delete(id);
  }

  async #readOne(connection: Connection, take: (message: Message) => void): Promise<unknown> {
    try {
      for await (const frames of connection.messages) take(decodeMessage(frames, this.#key));
      return undefined;
    } catch (error) {
      return error;
    }
  }
}
