import { z } from "zod";
import { InputError } from "../../errors.ts";
import { type Comm, type CommMessage } from "../kernel/host.ts";
import { type BufferPath, joinBuffers, splitBuffers } from "./buffers.ts";

/** Handles what the front end sends beside the state. */
export type MessageHandler = (content: unknown, buffers: readonly Uint8Array[]) => void;

/** Options of a {@linkcode WidgetModel}. */
export interface WidgetModelOptions<S> {
  /**
   * Checks what the front end wants to change and returns it; an {@linkcode InputError} refuses it, and the front end is
   * told the old values. Default: everything that the state has may be changed to anything.
   */
  readonly check?: (changes: Readonly<Record<string, unknown>>) => Partial<S>;
  /** What front ends are told with the whole state, and cannot change. Default: nothing. */
  readonly constants?: Readonly<Record<string, unknown>>;
}

const MESSAGE = z.discriminatedUnion("method", [
  z.looseObject({
    method: z.literal("update"),
    state: z.record(z.string(), z.unknown()),
    buffer_paths: z.array(z.array(z.union([z.string(), z.number()]))).default([]),
  }),
  z.looseObject({ method: z.literal("request_state") }),
  z.looseObject({ method: z.literal("custom"), content: z.unknown() }),
]);

type UpdateMessage = {
  readonly state: Record<string, unknown>;
  readonly buffer_paths: readonly BufferPath[];
};

/**
 * The kernel's half of a widget: a state that it shares with all its views, and messages. It speaks Jupyter's widget
 * protocol 2.1.0 (https://github.com/jupyter-widgets/ipywidgets, packages/schema/messages.md): `update`, `request_state`
 * and `custom`, with typed arrays as buffers; in the front end they arrive as `DataView`s.
 */
export class WidgetModel<S extends object> {
  #state: S;
  readonly #comms = new Set<Comm>();
  readonly #constants: Readonly<Record<string, unknown>>;
  readonly #check: (changes: Readonly<Record<string, unknown>>) => Partial<S>;
  readonly #changeHandlers = new Set<(changes: Partial<S>) => void>();
  readonly #messageHandlers = new Set<MessageHandler>();

  /** A model that no view knows yet. */
  constructor(state: S, options: WidgetModelOptions<S> = {}) {
    const { check = (changes) => changes as Partial<S>, constants = {} } = options;
    this.#state = state;
    this.#constants = constants;
    this.#check = check;
  }

  /** The present state. */
  get state(): Readonly<S> {
    return this.#state;
  }

  /** One value of the state. */
  get<K extends keyof S>(name: K): S[K] {
    return this.#state[name];
  }

  /** Changes the state, here and in all views. Handlers of {@linkcode onChange} are not called. */
  set(changes: Partial<S>): void {
    this.#state = { ...this.#state, ...changes };
    for (const comm of this.#comms) sendState(comm, changes);
  }

  /** Calls the handler after a view has changed the state, until the returned function is called. */
  onChange(handler: (changes: Partial<S>) => void): () => void {
    this.#changeHandlers.add(handler);
    return () => void this.#changeHandlers.delete(handler);
  }

  /** Sends a message of its own to all views. */
  send(content: unknown, buffers: readonly Uint8Array[] = []): void {
    for (const comm of this.#comms) comm.send({ method: "custom", content }, { buffers });
  }

  /** Calls the handler with messages that views send, until the returned function is called. */
  onMessage(handler: MessageHandler): () => void {
    this.#messageHandlers.add(handler);
    return () => void this.#messageHandlers.delete(handler);
  }

  /** Speaks to a view, or to a front end with its views, through a comm. It does not send the state by itself. */
  attach(comm: Comm): void {
    this.#comms.add(comm);
    comm.onMessage((message) => this.#receive(comm, message));
    comm.onClose(() => void this.#comms.delete(comm));
  }

  /** All that a view starts from: the state and the constants. */
  get whole(): Readonly<Record<string, unknown>> {
    return { ...this.#state, ...this.#constants };
  }

  /** Closes all views. */
  close(): void {
    for (const comm of this.#comms) comm.close();
    this.#comms.clear();
  }

  #receive(comm: Comm, { data, buffers }: CommMessage): void {
    const { success, data: message } = MESSAGE.safeParse(data);
    // Later versions of the protocol may say more.
    if (!success) return;
    if (message.method === "update") return this.#update(comm, message, buffers);
    if (message.method === "request_state") return sendState(comm, this.whole);
    for (const handler of this.#messageHandlers) handler(message.content, buffers);
  }

  #update(comm: Comm, { state, buffer_paths: paths }: UpdateMessage, buffers: readonly Uint8Array[]): void {
    const changes = this.#accepted(state, paths, buffers);
    if (!changes) {
      const names = [...Object.keys(state), ...paths.map(([name]) => String(name))];
      return sendState(comm, pick(this.#state, names));
    }
    this.#state = { ...this.#state, ...changes };
    for (const other of this.#comms) if (other !== comm) sendState(other, changes);
    for (const handler of this.#changeHandlers) handler(changes);
  }

  #accepted(
    state: Record<string, unknown>,
    paths: readonly BufferPath[],
    buffers: readonly Uint8Array[],
  ): Partial<S> | undefined {
    try {
      const known = pick(joinBuffers({ state, paths, buffers }), Object.keys(this.#state));
      return this.#check(known);
    } catch (error) {
      if (error instanceof InputError) return undefined;
      throw error;
    }
  }
}

const pick = (state: object, names: readonly string[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(state).filter(([name]) => names.includes(name)));

/** Sends a part of a state, or all of it, to the front end. */
export function sendState(comm: Comm, changes: object): void {
  const { state, paths, buffers } = splitBuffers(changes as Record<string, unknown>);
  comm.send({ method: "update", state, buffer_paths: paths }, { buffers });
}
