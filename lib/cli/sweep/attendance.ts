/**
 * Aborts where standard input ends: whoever started this process holds its other end, and lets go of it to stop the
 * work, or dies. Dispose it when the work is done.
 */
export function listenForInputEnd(): AsyncDisposable & { readonly signal: AbortSignal } {
  const controller = new AbortController();
  const reader = Deno.stdin.readable.getReader();
  const listen = async (): Promise<void> => {
    while (!(await reader.read()).done);
    controller.abort();
  };
  const listening = listen().catch(() => controller.abort());
  return {
    signal: controller.signal,
    [Symbol.asyncDispose]: async (): Promise<void> => {
      await reader.cancel();
      await listening;
    },
  };
}
