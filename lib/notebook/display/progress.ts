import { kernelHost } from "../kernel/host.ts";
import { interruptible } from "./interruptible.ts";
import { ProgressView, type ProgressViewOptions } from "./progress_view.ts";

/** Options of {@linkcode progress}. */
export interface ProgressOptions<T> extends ProgressViewOptions {
  /** How many items there are (default: what an array, a set or a map has, else unknown). */
  readonly total?: number;
  /** Words about the item that is being worked on (default: none). */
  readonly text?: (item: T) => string;
  /** Stops it (default: the interruption of the running cell, in StableDrag's kernel). */
  readonly signal?: AbortSignal | undefined;
}

/** How many items there are, where they say so. */
function lengthOf(items: object): number | undefined {
  for (const name of ["length", "size"] as const) {
    const value = (items as { [name: string]: unknown })[name];
    if (typeof value === "number") return value;
  }
  return undefined;
}

/**
 * The items one by one, with a bar that says how far the loop over them is and when it will end. In Jupyter it changes
 * in place and becomes a line of text at the end; elsewhere it is text on standard error.
 *
 * @param items are asked for one after the other, when the loop is ready for the next.
 * @throws the reason of the signal, once it is aborted, and what the items throw.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { progress } from "./progress.ts";
 * let sum = 0;
 * for await (const seed of progress([1, 2, 3], { label: "seeds", text: (seed) => `seed ${seed}` })) sum += seed;
 * assert.equal(sum, 6);
 * ```
 */
export async function* progress<T>(
  items: Iterable<T> | AsyncIterable<T>,
  { total = lengthOf(items), text, signal = kernelHost()?.signal(), ...options }: ProgressOptions<T> = {},
): AsyncGenerator<T, void, void> {
  const view = new ProgressView(options);
  let [done, isDone] = [0, false];
  try {
    for await (const item of interruptible(items, signal)) {
      await view.show({ done, total, text: text?.(item) });
      yield item;
      done++;
    }
    isDone = true;
  } finally {
    await view.end({ done, total }, isDone);
  }
}
