import { type Tensor } from "../tensor.ts";
import { failureOf } from "./failure.ts";
import { type Reply, type Request } from "./protocol.ts";

/** One worker thread that owns ONNX Runtime sessions, so that a run blocks no one but itself. */
export class WorkerClient implements Disposable {
  readonly #worker: Worker;
  readonly #pending = new Map<number, PromiseWithResolvers<Readonly<Record<string, Tensor>>>>();
  #next = 0;
  #ended: Error | undefined;

  /** Starts the thread. */
  constructor() {
    this.#worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    this.#worker.onmessage = ({ data }: MessageEvent<Reply>): void => this.#settle(data);
    this.#worker.onerror = (event): void => {
      event.preventDefault();
      this.end(new Error(`The session worker failed: ${event.message}`));
    };
  }

  #settle(reply: Reply): void {
    const waiting = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if (reply.ok) waiting?.resolve(reply.outputs);
    else waiting?.reject(failureOf(reply.message));
  }

  /** Sends a request and waits for its answer. */
  ask(request: Request): Promise<Readonly<Record<string, Tensor>>> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = this.#next++;
    const waiting = Promise.withResolvers<Readonly<Record<string, Tensor>>>();
    this.#pending.set(id, waiting);
    this.#worker.postMessage({ id, request });
    return waiting.promise;
  }

  /** Stops the thread at once, mid-run too; what is pending and what comes later is rejected with `reason`. */
  end(reason: Error): void {
    if (this.#ended) return;
    this.#ended = reason;
    this.#worker.terminate();
    for (const waiting of this.#pending.values()) waiting.reject(reason);
    this.#pending.clear();
  }

  /** Stops the thread. */
  [Symbol.dispose](): void {
    this.end(new Error("The runtime was closed."));
  }
}
