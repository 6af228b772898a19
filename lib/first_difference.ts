import { isDeepStrictEqual } from "node:util";

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A field in which two JSON values differ. */
export interface Difference {
  /** Names with dots between them; `""` where the values differ as a whole. */
  readonly path: string;
  /** What it is in either; `undefined` where there is no such field. */
  readonly values: readonly [unknown, unknown];
}

/** The first field in which two JSON values differ, with what it is in both. */
export function difference(a: unknown, b: unknown, path = ""): Difference | undefined {
  if (isDeepStrictEqual(a, b)) return undefined;
  if (!isRecord(a) || !isRecord(b)) return { path, values: [a, b] };
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const found = difference(a[key], b[key], path ? `${path}.${key}` : key);
    if (found !== undefined) return found;
  }
  return { path, values: [a, b] };
}

/**
 * The name of the first field in which two JSON values differ, with dots between names: `""` where they differ as a whole,
 * nothing where they are equal.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { firstDifference } from "./first_difference.ts";
 * assert.equal(firstDifference({ spec: { steps: 1 } }, { spec: { steps: 2 } }), "spec.steps");
 * assert.equal(firstDifference([1], [1]), undefined);
 * ```
 */
export const firstDifference = (a: unknown, b: unknown, path = ""): string | undefined =>
  difference(a, b, path)?.path;
