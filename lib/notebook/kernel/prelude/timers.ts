const TIMERS = ["setTimeout", "setInterval", "setImmediate"] as const;

type Callback = (this: unknown, ...values: unknown[]) => unknown;

const asMicrotask = (callback: Callback): Callback =>
  function (this: unknown, ...values): void {
    queueMicrotask(() => void callback.apply(this, values));
  };

/**
 * Makes timers call back in microtasks. The kernel of Deno 2.9.6 hangs for good where an interrupt cuts off code that a
 * timer has called itself while a cell waits; code of microtasks may be cut off.
 */
export function deferTimers(): void {
  const timers = globalThis as unknown as Record<string, (...values: unknown[]) => unknown>;
  for (const name of TIMERS) {
    timers[name] = new Proxy(timers[name]!, {
      apply: (timer, self, [callback, ...rest]) =>
        Reflect.apply(timer, self, [
          typeof callback === "function" ? asMicrotask(callback) : callback,
          ...rest,
        ]),
    });
  }
}
