const NOTICE = "stabledrag:notice";

/**
 * Tells whoever listens what the user should know while the work goes on: for what happens deep inside, where no result
 * carries warnings to the user.
 */
export const tell = (text: string): void => {
  globalThis.dispatchEvent(new CustomEvent<string>(NOTICE, { detail: text }));
};

/**
 * Hands on what {@linkcode tell} says, equal texts once, until it is disposed.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { listenForNotices, tell } from "./notices.ts";
 * const heard: string[] = [];
 * {
 *   using _ = listenForNotices((text) => heard.push(text));
 *   tell("The cache is full.");
 *   tell("The cache is full.");
 * }
 * tell("Nobody listens.");
 * assert.deepEqual(heard, ["The cache is full."]);
 * ```
 */
export function listenForNotices(onNotice: (text: string) => void): Disposable {
  const heard = new Set<string>();
  const hear = ({ detail }: CustomEventInit<string>): void => {
    if (detail === undefined || heard.has(detail)) return;
    heard.add(detail);
    onNotice(detail);
  };
  globalThis.addEventListener(NOTICE, hear as EventListener);
  return { [Symbol.dispose]: () => globalThis.removeEventListener(NOTICE, hear as EventListener) };
}
