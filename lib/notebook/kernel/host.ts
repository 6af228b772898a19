import { type JsonObject } from "../protocol/message.ts";

/** What goes over a comm in one piece. */
export interface CommMessage {
  /** What JSON can say. */
  readonly data: JsonObject;
  /** What it cannot. */
  readonly buffers: readonly Uint8Array[];
  /** What the sender says beside it. */
  readonly metadata: JsonObject;
}

/** What may go with the data of a comm. */
export interface CommExtras {
  /** Default: none. */
  readonly buffers?: readonly Uint8Array[];
  /** Default: empty. */
  readonly metadata?: JsonObject;
}

/** A channel between cell code and the front end of a notebook; both sides may send at any time. */
export interface Comm {
  /** Its name on the wire. */
  readonly id: string;
  /** What kind of channel it is; the other side has registered this name. */
  readonly target: string;
  /** Sends to the front end; nothing happens when the comm is closed. */
  send(data: JsonObject, extras?: CommExtras): void;
  /** Closes the comm on both sides; `closed` does not fire here. */
  close(data?: JsonObject, extras?: CommExtras): void;
  /** Calls `handler` with each message of the front end, in place of an earlier handler. */
  onMessage(handler: (message: CommMessage) => void): void;
  /** Calls `handler` when the front end closes the comm, in place of an earlier handler. */
  onClose(handler: (message: CommMessage) => void): void;
}

/** Comms as cell code makes them and takes them. */
export interface Comms {
  /** Opens a comm whose `target` the front end has registered. */
  open(target: string, data?: JsonObject, extras?: CommExtras): Comm;
  /** Calls `handler` with each comm that the front end opens for `target`, and what came with the opening. */
  register(target: string, handler: (comm: Comm, opening: CommMessage) => void): void;
}

/**
 * What the kernel "StableDrag (Deno)" gives to cells and to the library. Cells find it as the global `stabledrag`,
 * the library by {@linkcode kernelHost}.
 */
export interface KernelHost {
  /**
   * The signal that the next interrupt aborts. Awaits in cells are interrupted without it; it is for work that
   * should stop as well, such as a drag's: `drag(generator, problem, method, { signal: stabledrag.signal() })`.
   */
  signal(): AbortSignal;
  /** Channels to the front end. */
  readonly comms: Comms;
}

/** Where the kernel's host is kept on `globalThis`. */
export const HOST: unique symbol = Symbol.for("stabledrag.kernel") as never;

/** The host, where the program runs in the kernel "StableDrag (Deno)"; elsewhere undefined. */
export const kernelHost = (): KernelHost | undefined =>
  (globalThis as { readonly [HOST]?: KernelHost })[HOST];
