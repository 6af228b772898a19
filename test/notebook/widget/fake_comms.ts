import { type Comm, type CommHandler, type Comms } from "../../../lib/notebook/widget/comms.ts";

/** One message on a fake comm. */
export interface Sent {
  readonly data: Readonly<Record<string, unknown>>;
  readonly buffers: readonly Uint8Array[];
}

/** A comm whose front end is the test. */
export class FakeComm implements Comm {
  readonly sent: Sent[] = [];
  closed = false;
  #onMessage: CommHandler = () => {};
  #onClose = (): void => {};

  constructor(readonly id: string) {}

  send(data: Sent["data"], buffers: readonly Uint8Array[] = []): void {
    // What is no JSON would be lost on the way.
    this.sent.push({ data: JSON.parse(JSON.stringify(data)), buffers });
  }

  onMessage(handler: CommHandler): void {
    this.#onMessage = handler;
  }

  onClose(handler: () => void): void {
    this.#onClose = handler;
  }

  close(): void {
    this.closed = true;
  }

  /** What the front end does. */
  receive(data: Sent["data"], buffers: readonly Uint8Array[] = []): void {
    this.#onMessage(data, buffers);
  }

  /** The front end is closed. */
  leave(): void {
    this.#onClose();
  }
}

/** A host that remembers what cell code opens and registers. */
export class FakeComms implements Comms {
  readonly opened:
    (Sent & { readonly target: string; readonly metadata: object; readonly comm: FakeComm })[] = [];
  readonly #targets = new Map<string, Parameters<Comms["register"]>[1]>();

  open(target: string, data = {}, metadata = {}, buffers: readonly Uint8Array[] = []): Promise<Comm> {
    const comm = new FakeComm(`comm-${this.opened.length}`);
    this.opened.push({ target, data: JSON.parse(JSON.stringify(data)), metadata, buffers, comm });
    return Promise.resolve(comm);
  }

  register(target: string, handler: Parameters<Comms["register"]>[1]): void {
    this.#targets.set(target, handler);
  }

  /** The front end opens a comm to a target of cell code. */
  view(target: string): FakeComm {
    const comm = new FakeComm(`view-${target}`);
    this.#targets.get(target)!(comm, {}, []);
    return comm;
  }
}
