import { type JsonObject } from "../protocol/message.ts";

/** What a comm carries: JSON, and bytes beside it. */
export type CommHandler = (data: JsonObject, buffers: readonly Uint8Array[]) => void;

/** A channel between cell code and one place in the front end. */
export interface Comm {
  /** Names the channel; unique. */
  readonly id: string;
  /** Sends to the front end. */
  send(data: JsonObject, buffers?: readonly Uint8Array[]): void;
  /** Calls the handler with everything that the front end sends, also while no cell runs. */
  onMessage(handler: CommHandler): void;
  /** Calls the handler when the front end closes the channel. */
  onClose(handler: () => void): void;
  /** Closes the channel; nothing can be sent any more. */
  close(): void;
}

/** What widgets need of the kernel that they run in. */
export interface Comms {
  /** Opens a channel to whoever listens for `target` in the front end; it is closed at once where nobody does. */
  open(
    target: string,
    data?: JsonObject,
    metadata?: JsonObject,
    buffers?: readonly Uint8Array[],
  ): Comm | Promise<Comm>;
  /** Calls the handler when the front end opens a channel to `target`. */
  register(
    target: string,
    handler: (comm: Comm, data: JsonObject, buffers: readonly Uint8Array[]) => void,
  ): void;
}

/** Where the StableDrag kernel leaves what it offers to cell code. */
const HOST = Symbol.for("stabledrag.kernel");

/** The comms of the kernel that this code runs in; none outside of notebooks and in kernels that cannot carry them. */
export const hostComms = (): Comms | undefined =>
  (globalThis as { readonly [HOST]?: { readonly comms?: Comms } })[HOST]?.comms;
