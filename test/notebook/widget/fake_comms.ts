import {
  type Comm,
  type CommExtras,
  type CommMessage,
  type Comms,
} from "../../../lib/notebook/kernel/host.ts";

/** A comm whose front end is the test. */
export class FakeComm implements Comm {
  readonly sent: CommMessage[] = [];
  closed = false;
  #onMessage: (message: CommMessage) => void = () => {};
  #onClose: (message: CommMessage) => void = () => {};

  constructor(readonly id: string, readonly target: string = "test") {}

  send(data: CommMessage["data"], extras: CommExtras = {}): void {
    this.sent.push(messageOf(data, extras));
  }

  onMessage(handler: (message: CommMessage) => void): void {
    this.#onMessage = handler;
  }

  onClose(handler: (message: CommMessage) => void): void {
    this.#onClose = handler;
  }

  close(): void {
    this.closed = true;
  }

  /** What the front end does. */
  receive(data: CommMessage["data"], buffers: readonly Uint8Array[] = []): void {
    this.#onMessage(messageOf(data, { buffers }));
  }

  /** The front end is closed. */
  leave(): void {
    this.#onClose(messageOf({}, {}));
  }
}

// What is no JSON would be lost on the way.
const messageOf = (
  data: CommMessage["data"],
  { buffers = [], metadata = {} }: CommExtras,
): CommMessage => ({ data: JSON.parse(JSON.stringify(data)), buffers, metadata });

/** A host that remembers what cell code opens and registers. */
export class FakeComms implements Comms {
  readonly opened: (CommMessage & { readonly comm: FakeComm })[] = [];
  readonly #targets = new Map<string, Parameters<Comms["register"]>[1]>();

  open(target: string, data: CommMessage["data"] = {}, extras: CommExtras = {}): Comm {
    const comm = new FakeComm(`comm-${this.opened.length}`, target);
    this.opened.push({ ...messageOf(data, extras), comm });
    return comm;
  }

  register(target: string, handler: Parameters<Comms["register"]>[1]): void {
    this.#targets.set(target, handler);
  }

  /** The front end opens a comm to a target of cell code. */
  view(target: string): FakeComm {
    const comm = new FakeComm(`view-${target}`, target);
    this.#targets.get(target)!(comm, messageOf({}, {}));
    return comm;
  }
}
