/** What awaits in cells reject with, and signals abort with, when the kernel is interrupted. */
export class Interrupted extends Error {
  /** What stack traces call the error. */
  override readonly name = "Interrupted";
  /** Where it was thrown says nothing. */
  override readonly stack = "Interrupted: The cell was interrupted.";

  /** The error. */
  constructor() {
    super("The cell was interrupted.");
  }
}

/** Whatever an interrupt ends. Interrupts have numbers, from 1. */
export class Interruption {
  /** Where another thread puts the number of an interrupt, while code holds this one; 0 for none. */
  readonly pending = new Int32Array(new SharedArrayBuffer(4));
  #last = 0;
  #controller = new AbortController();
  readonly #waiting = new Set<(reason: Interrupted) => void>();

  /** The signal that the next interrupt aborts. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Throws where an interrupt is pending that is not done yet; none is then. */
  check(): void {
    const number = Atomics.exchange(this.pending, 0, 0);
    if (number <= this.#last) return;
    this.interrupt(number);
    throw new Interrupted();
  }

  /** Rejects all that waits, and aborts the signal; nothing happens where the interrupt is done already. */
  interrupt(number: number): void {
    if (number <= this.#last) return;
    this.#last = number;
    const [controller, waiting, reason] = [this.#controller, [...this.#waiting], new Interrupted()];
    this.#controller = new AbortController();
    this.#waiting.clear();
    controller.abort(reason);
    for (const reject of waiting) reject(reason);
  }

  /** The value, or a rejection with {@linkcode Interrupted}, whatever comes first. */
  wait<T>(value: T | PromiseLike<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    this.#waiting.add(reject);
    const settle = <V>(end: (value: V) => void) => (value: V): void => {
      this.#waiting.delete(reject);
      end(value);
    };
    Promise.resolve(value).then(settle(resolve), settle(reject));
    return promise;
  }

  /**
   * The elements. An interrupt ends them with a rejection, and tells their source to end as soon as it can, for
   * which it does not wait.
   */
  each<T>(elements: AsyncIterable<T> | Iterable<T | PromiseLike<T>>): AsyncIterable<T> {
    return {
      [Symbol.asyncIterator]: (): AsyncIterator<T, void> => {
        const iterator = Symbol.asyncIterator in elements
          ? elements[Symbol.asyncIterator]()
          : elements[Symbol.iterator]();
        return {
          next: () => this.#next(iterator),
          return: async (): Promise<IteratorReturnResult<void>> => {
            await this.wait(iterator.return?.());
            return { done: true, value: undefined };
          },
        };
      },
    };
  }

  async #next<T>(
    iterator: AsyncIterator<T> | Iterator<T | PromiseLike<T>>,
  ): Promise<IteratorResult<T, void>> {
    try {
      const { done, value } = await this.wait(iterator.next());
      return done ? { done, value: undefined } : { done: false, value: await this.wait(value) };
    } catch (error) {
      if (error instanceof Interrupted) end(iterator);
      throw error;
    }
  }
}

async function end(iterator: AsyncIterator<unknown> | Iterator<unknown>): Promise<void> {
  try {
    await iterator.return?.();
  } catch {
    // The interrupt is told already.
  }
}
