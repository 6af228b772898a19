/** Where frames of our own are, which tell users nothing. */
const OURS = new URL(".", import.meta.url).pathname;

/** V8's own form of stack traces. */
function formatted(error: unknown, sites: readonly unknown[]): string {
  const frames = sites.map(String).filter((frame) => !frame.includes(OURS));
  return [String(error), ...frames.map((frame) => `    at ${frame}`)].join("\n");
}

/** Makes stack traces call code by the names that it gives itself, as cells do; Deno's kernel does not call it anything. */
export function nameCode(): void {
  Object.defineProperty(Error, "prepareStackTrace", { value: formatted, configurable: true, writable: true });
}
