/**
 * Turns the first Ctrl-C into an abort, so that work can stop in order; a second one ends the process at once.
 * Dispose it when the work is done.
 */
export function listenForInterrupt(): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController();
  const stop = (): void => Deno.removeSignalListener("SIGINT", interrupt);
  const interrupt = (): void => {
    stop();
    controller.abort();
  };
  Deno.addSignalListener("SIGINT", interrupt);
  return { signal: controller.signal, [Symbol.dispose]: stop };
}
