import { type Connection } from "../../protocol/connection.ts";
import { decodeMessage, encodeMessage, type Message, newMessage } from "../../protocol/message.ts";
import { connectRelay } from "./connect_relay.ts";
import { type BroadcastExtras } from "./deno_jupyter.ts";
import { type PreludeOptions } from "./wire.ts";

/** The way between the code of cells and the relay, beside the kernel's own. */
export class RelayLink {
  readonly #options: PreludeOptions;
  readonly #take: (message: Message) => void;
  #connection: Connection | undefined;

  /**
   * It is not connected yet.
   *
   * @param take gets the relay's messages; each is answered when it returns.
   */
  constructor(options: PreludeOptions, take: (message: Message) => void) {
    this.#options = options;
    this.#take = take;
  }

  /** Connects, once more where it was: an interrupt may cut off whatever reads from the connection. */
  async connect(): Promise<void> {
    this.#connection?.close();
    const connection = await connectRelay(this.#options.port, "messages");
    this.#connection = connection;
    this.#serve(connection);
  }

  /** Sends a message that nobody answers. */
  send(type: string, content: Readonly<Record<string, unknown>>, extras: BroadcastExtras = {}): void {
    const message = newMessage({ type, content, session: "", ...extras });
    this.#write(message);
  }

  async #serve(connection: Connection): Promise<void> {
    for await (const frames of connection.messages) {
      const message = decodeMessage(frames, this.#options.key);
      this.#take(message);
      this.#write(newMessage({ type: "done", content: {}, session: "", parent: message }));
    }
  }

  #write(message: Message): void {
    // Where the relay is gone, this process ends.
    this.#connection?.send(encodeMessage(message, this.#options.key)).catch(() => {});
  }
}
