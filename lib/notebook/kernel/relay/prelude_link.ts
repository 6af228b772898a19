import { KernelEnded } from "../../client/kernel_error.ts";
import { type Connection } from "../../protocol/connection.ts";
import { listen, type Listener } from "../../protocol/listen.ts";
import {
  decodeMessage,
  encodeMessage,
  type JsonObject,
  type Message,
  newMessage,
} from "../../protocol/message.ts";
import { type Purpose } from "../prelude/wire.ts";

/** The relay's end of the way to the prelude, which runs beside the code of cells. Dispose it when it is done. */
export class PreludeLink implements Disposable {
  /** Key of the messages. */
  readonly key: string = crypto.randomUUID();
  readonly #listener: Listener;
  readonly #answers = new Map<string, () => void>();
  readonly #deferred = new Map<string, PromiseWithResolvers<Message>>();
  readonly #peers = new Map<string, Connection>();
  #interrupts = 0;

  /** Listens on a free port of 127.0.0.1. */
  constructor() {
    this.#listener = listen({ hostname: "127.0.0.1", port: 0 }, "ROUTER", (peer) => {
      this.#peers.set(new TextDecoder().decode(peer.identity), peer);
      this.#read(peer).catch(() => peer.close());
    });
  }

  /** The port. */
  get port(): number {
    return this.#listener.port;
  }

  /** Sends a message; resolves when the prelude has taken it, which is never while code holds its thread. */
  async ask(type: string, content: JsonObject = {}, extras: Partial<Message> = {}): Promise<void> {
    const message = { ...newMessage({ type, content, session: "" }), ...extras };
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#answers.set(message.header.msg_id, resolve);
    await this.#send("messages", encodeMessage(message, this.key));
    return await promise;
  }

  /** How often it was interrupted. */
  get interrupts(): number {
    return this.#interrupts;
  }

  /** Interrupts what waits, and loops in cells; resolves when the thread of the cells is free. */
  async interrupt(): Promise<void> {
    const number = ++this.#interrupts;
    await this.#send("watch", [new TextEncoder().encode(String(number))]);
    await this.ask("interrupt", { number });
  }

  /** The content, metadata and buffers for which a note with the name `id` stands. */
  async deferred(id: string): Promise<Pick<Message, "content" | "metadata" | "buffers">> {
    const { content, metadata, buffers } = await this.#slot(id).promise;
    this.#deferred.delete(id);
    return { content: content["content"] as JsonObject, metadata, buffers };
  }

  /** After the process of the cells has ended: what it owes comes no more. */
  forget(): void {
    for (const resolve of this.#answers.values()) resolve();
    for (const { promise, reject } of this.#deferred.values()) {
      promise.catch(() => {});
      reject(new KernelEnded("The kernel has ended."));
    }
    this.#answers.clear();
    this.#deferred.clear();
  }

  /** Closes all connections, which ends the process of the cells. */
  [Symbol.dispose](): void {
    this.#listener.close();
  }

  async #send(purpose: Purpose, frames: readonly Uint8Array[]): Promise<void> {
    // Where nobody is there yet, or any more, nobody answers.
    await this.#peers.get(purpose)?.send(frames).catch(() => {});
  }

  #slot(id: string): PromiseWithResolvers<Message> {
    const slot = this.#deferred.get(id) ?? Promise.withResolvers<Message>();
    this.#deferred.set(id, slot);
    return slot;
  }

  async #read(peer: Connection): Promise<void> {
    for await (const frames of peer.messages) {
      const message = decodeMessage(frames, this.key);
      if (message.header.msg_type === "deferred") this.#slot(String(message.content["id"])).resolve(message);
      const id = message.parentHeader.msg_id ?? "";
      this.#answers.get(id)?.();
      this.#answers.delete(id);
    }
  }
}
