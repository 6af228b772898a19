/** Settles as a promise does, or rejects with the reason of a signal that is aborted before. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

async function* eachUntil<T>(
  iterator: AsyncIterator<T> | Iterator<T>,
  signal: AbortSignal,
): AsyncGenerator<T, void, void> {
  let isWorking = true;
  try {
    while (true) {
      signal.throwIfAborted();
      const { done, value } = await unlessAborted(Promise.resolve(iterator.next()), signal);
      if (done) {
        isWorking = false;
        return;
      }
      yield value;
    }
  } finally {
    // Work that was cut off ends in its own time, and what it says then is nobody's concern.
    if (isWorking) {
      const ended = Promise.resolve(iterator.return?.());
      if (signal.aborted) ended.catch(() => {});
      else await ended;
    }
  }
}

/**
 * The items one by one, until a signal is aborted: then at once, although an item may be underway, with its reason.
 *
 * @throws the reason of the signal.
 */
export const interruptible = <T>(
  items: AsyncIterable<T> | Iterable<T>,
  signal: AbortSignal | undefined,
): AsyncIterable<T> | Iterable<T> =>
  signal
    ? eachUntil(
      Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator](),
      signal,
    )
    : items;
