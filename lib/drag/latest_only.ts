/** A request that waits for its turn. */
interface Waiting<A, R> extends PromiseWithResolvers<R | undefined> {
  readonly argument: A;
}

/**
 * A slow function that may be called as often as one likes: one call at a time is computed, and of those that come
 * meanwhile only the latest. A call that a later one supersedes resolves to `undefined` at once.
 */
export class LatestOnly<A, R> implements Disposable {
  readonly #compute: (argument: A) => Promise<R>;
  #computing: Waiting<A, R> | undefined;
  #waiting: Waiting<A, R> | undefined;
  #closed = false;

  /** Of a function that computes something for an argument. */
  constructor(compute: (argument: A) => Promise<R>) {
    this.#compute = compute;
  }

  /** What the function gives for the argument; `undefined` where a later call, or the end, came before it. */
  call(argument: A): Promise<R | undefined> {
    if (this.#closed) return Promise.resolve(undefined);
    const request = { argument, ...Promise.withResolvers<R | undefined>() };
    this.#waiting?.resolve(undefined);
    this.#waiting = request;
    if (!this.#computing) void this.#computeWaiting();
    return request.promise;
  }

  async #computeWaiting(): Promise<void> {
    while (this.#waiting) {
      const request = this.#computing = this.#waiting;
      this.#waiting = undefined;
      await this.#compute(request.argument).then(request.resolve, request.reject);
    }
    this.#computing = undefined;
  }

  /** Ends it: whatever is pending, and whatever is called later, resolves to `undefined`. */
  [Symbol.dispose](): void {
    this.#closed = true;
    this.#computing?.resolve(undefined);
    this.#waiting?.resolve(undefined);
    this.#waiting = undefined;
  }
}
