import { FormatError } from "../../errors.ts";
import { Budget } from "./budget.ts";
import { Cursor } from "./cursor.ts";
import { describe } from "./describe.ts";
import type { AllowList, PickleContext } from "./machine.ts";
import { NUMPY_GLOBALS } from "./numpy.ts";
import { PYTHON_GLOBALS } from "./python.ts";
import { checkTree } from "./tree.ts";
import { unpickle } from "./unpickle.ts";
import type { PickleValue } from "./value.ts";

/** Globals that every pickle may apply: Python's containers and NumPy's arrays. */
export const BASE_GLOBALS: AllowList = new Map([...PYTHON_GLOBALS, ...NUMPY_GLOBALS]);

/** How to read a pickle. */
export interface PickleOptions {
  /** The globals that may be applied to arguments; {@linkcode BASE_GLOBALS} by default. */
  readonly globals?: AllowList;
  /** What persistent ids stand for; by default they are refused. */
  readonly persistentLoad?: PickleContext["persistentLoad"];
  /** What the reading may cost; by default in proportion to the number of bytes. */
  readonly budget?: Budget;
}

/**
 * Reads a pickle of protocol 0 to 5 *as data*: nothing is imported or called, whatever the pickle asks for.
 *
 * Classes and functions stay names ({@linkcode PickleGlobal}); applying one works for a short list of harmless
 * globals only. The result is a tree that is safe to walk: at most 500 containers deep, a million values.
 *
 * @param bytes the whole pickle; byte strings in the result are views into it.
 * @throws {FormatError} when the bytes are no pickle, ask for more than data, or cost too much.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { readPickle } from "./read.ts";
 * const bytes = Uint8Array.of(0x80, 4, 0x5d, 0x28, 0x4b, 1, 0x4b, 2, 0x65, 0x2e); // [1, 2]
 * assert.deepEqual(readPickle(bytes), [1, 2]);
 * ```
 */
export function readPickle(bytes: Uint8Array, options: PickleOptions = {}): PickleValue {
  const input = new Cursor(bytes);
  const value = unpickle(input, {
    globals: options.globals ?? BASE_GLOBALS,
    persistentLoad: options.persistentLoad ?? refusePersistentId,
    budget: options.budget ?? new Budget(bytes.length),
  });
  if (input.remaining > 0) {
    throw new FormatError(
      "pickle",
      `Expected the end after the pickle but found ${input.remaining} further bytes.`,
    );
  }
  checkTree(value);
  return value;
}

/** Refuses references to anything outside the pickle. @throws {FormatError} always. */
export function refusePersistentId(id: PickleValue): never {
  throw new FormatError(
    "pickle",
    `Expected all data inside the pickle but found the persistent id ${describe(id)}.`,
  );
}
