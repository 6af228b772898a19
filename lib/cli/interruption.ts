/**
 * Signals within so many milliseconds of the first are of the same key: a terminal sends them to all processes, and `deno
 * task` and npx pass theirs on. Our choice.
 */
const SAME_KEY = 1000;

/**
 * Turns the first Ctrl-C into an abort, so that work can stop in order; another one, a second later or more, ends the
 * process at once. Dispose it when the work is done.
 */
export function listenForInterrupt(): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController();
  let first = Infinity;
  const interrupt = (): void => {
    const now = performance.now();
    if (now - first > SAME_KEY) Deno.exit(130);
    first = Math.min(first, now);
    controller.abort();
  };
  Deno.addSignalListener("SIGINT", interrupt);
  return {
    signal: controller.signal,
    [Symbol.dispose]: (): void => Deno.removeSignalListener("SIGINT", interrupt),
  };
}
