import { type Comm, type CommExtras, type CommMessage, type Comms } from "../host.ts";
import { type JsonObject, type Message } from "../../protocol/message.ts";

/** Publishes a message of type `type` from the kernel to its clients. */
export type Publish = (
  type: string,
  content: JsonObject,
  extras: { readonly metadata: JsonObject; readonly buffers: readonly Uint8Array[] },
) => void;

type Handler = (message: CommMessage) => void;
type Opened = (comm: Comm, opening: CommMessage) => void;

const isObject = (value: unknown): value is JsonObject => typeof value === "object" && value !== null;

const messageOf = ({ content: { data }, buffers, metadata }: Message): CommMessage => ({
  data: isObject(data) ? data : {},
  buffers,
  metadata,
});

class OpenComm implements Comm {
  readonly #publish: Publish;
  readonly #forget: () => void;
  #open = true;
  #onMessage: Handler = () => {};
  #onClose: Handler = () => {};

  constructor(readonly id: string, readonly target: string, publish: Publish, forget: () => void) {
    this.#publish = publish;
    this.#forget = forget;
  }

  send(data: JsonObject, { buffers = [], metadata = {} }: CommExtras = {}): void {
    if (this.#open) this.#publish("comm_msg", { comm_id: this.id, data }, { metadata, buffers });
  }

  close(data: JsonObject = {}, { buffers = [], metadata = {} }: CommExtras = {}): void {
    if (!this.#open) return;
    this.#end();
    this.#publish("comm_close", { comm_id: this.id, data }, { metadata, buffers });
  }

  onMessage(handler: Handler): void {
    this.#onMessage = handler;
  }

  onClose(handler: Handler): void {
    this.#onClose = handler;
  }

  take(message: Message): void {
    if (message.header.msg_type === "comm_msg") return this.#onMessage(messageOf(message));
    this.#end();
    this.#onClose(messageOf(message));
  }

  #end(): void {
    this.#open = false;
    this.#forget();
  }
}

/** The comms of a kernel. */
export class KernelComms implements Comms {
  readonly #publish: Publish;
  readonly #targets = new Map<string, Opened>();
  readonly #comms = new Map<string, OpenComm>();

  /**
   * None is open at first.
   *
   * @param publish carries what cell code sends.
   */
  constructor(publish: Publish) {
    this.#publish = publish;
  }

  /** See {@linkcode Comms}. */
  open(target: string, data: JsonObject = {}, { buffers = [], metadata = {} }: CommExtras = {}): Comm {
    const comm = this.#add(crypto.randomUUID(), target);
    this.#publish("comm_open", { comm_id: comm.id, target_name: target, data }, { metadata, buffers });
    return comm;
  }

  /** See {@linkcode Comms}. */
  register(target: string, handler: (comm: Comm, opening: CommMessage) => void): void {
    this.#targets.set(target, handler);
  }

  /**
   * Takes a `comm_open`, `comm_msg` or `comm_close` of the front end. A comm that nobody has registered is closed;
   * messages of comms that are not open are nothing to anybody.
   *
   * @throws whatever the handler throws.
   */
  take(message: Message): void {
    const { comm_id: id, target_name: target } = message.content;
    if (typeof id !== "string") return;
    if (message.header.msg_type !== "comm_open") return this.#comms.get(id)?.take(message);
    const comm = this.#add(id, String(target));
    const handler = this.#targets.get(comm.target);
    if (handler) handler(comm, messageOf(message));
    else comm.close();
  }

  #add(id: string, target: string): OpenComm {
    const comm = new OpenComm(id, target, this.#publish, () => this.#comms.delete(id));
    this.#comms.set(id, comm);
    return comm;
  }
}
