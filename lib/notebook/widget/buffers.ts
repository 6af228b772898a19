import { InputError } from "../../errors.ts";

/** The way to a value inside of a state: names of objects, indices of arrays. */
export type BufferPath = readonly (string | number)[];

/** A state as messages carry it. */
export interface SplitState {
  /** The state without its bytes. */
  readonly state: Readonly<Record<string, unknown>>;
  /** Where each of `buffers` belongs. */
  readonly paths: readonly BufferPath[];
  /** The bytes that were in the state, not copied. */
  readonly buffers: readonly Uint8Array[];
}

function bytesOf(value: unknown): Uint8Array | undefined {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return value instanceof ArrayBuffer ? new Uint8Array(value) : undefined;
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null &&
  [Object.prototype, null].includes(Object.getPrototypeOf(value));

/**
 * Takes typed arrays, `DataView`s and `ArrayBuffer`s out of a state, as Jupyter's widget protocol sends them: what is
 * left is JSON, with null in arrays and nothing in objects where bytes were.
 */
export function splitBuffers(state: Readonly<Record<string, unknown>>): SplitState {
  const paths: BufferPath[] = [];
  const buffers: Uint8Array[] = [];
  const split = (value: unknown, path: BufferPath): unknown => {
    const bytes = bytesOf(value);
    if (bytes) {
      paths.push(path);
      buffers.push(bytes);
      return typeof path.at(-1) === "number" ? null : undefined;
    }
    if (Array.isArray(value)) return value.map((item, i) => split(item, [...path, i]));
    if (!isPlain(value)) return value;
    return Object.fromEntries(
      Object.entries(value)
        .map(([name, item]) => [name, split(item, [...path, name])] as const)
        .filter(([, item]) => item !== undefined),
    );
  };
  return { state: split(state, []) as Record<string, unknown>, paths, buffers };
}

const refusal = (path: BufferPath): InputError =>
  new InputError(
    `Expected a place for bytes in the widget's state but found none at ${JSON.stringify(path)}.`,
  );

/** A copy of `value` with bytes at the end of a path. */
function withBytes(value: unknown, path: BufferPath, bytes: Uint8Array, whole: BufferPath): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return bytes;
  if (Array.isArray(value) && typeof head === "number" && head in value) {
    return value.with(head, withBytes(value[head], rest, bytes, whole));
  }
  const isThere = isPlain(value) && (rest.length === 0 || Object.hasOwn(value, head));
  if (!isThere || typeof head !== "string" || head === "__proto__") throw refusal(whole);
  return { ...value, [head]: withBytes(value[head], rest, bytes, whole) };
}

/**
 * Puts bytes back into a state: the reverse of {@linkcode splitBuffers}.
 *
 * @throws {InputError} when paths and buffers do not belong together, or a path leads to no place of the state.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { joinBuffers, splitBuffers } from "./buffers.ts";
 * const state = { name: "mask", rows: [new Uint8Array([1, 0]), 2] };
 * const split = splitBuffers(state);
 * assert.deepEqual(split.state, { name: "mask", rows: [null, 2] });
 * assert.deepEqual(joinBuffers(split), state);
 * ```
 */
export function joinBuffers({ state, paths, buffers }: SplitState): Readonly<Record<string, unknown>> {
  if (paths.length !== buffers.length) {
    throw new InputError(`Expected ${paths.length} buffers of a widget but found ${buffers.length}.`);
  }
  return paths.reduce<Readonly<Record<string, unknown>>>(
    (joined, path, i) => withBytes(joined, path, buffers[i]!, path) as Record<string, unknown>,
    state,
  );
}
