import { isDeepStrictEqual } from "node:util";

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * The first field in which two JSON values differ, with dots between names: `""` where they differ as a whole,
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
export function firstDifference(a: unknown, b: unknown, path = ""): string | undefined {
  if (isDeepStrictEqual(a, b)) return undefined;
  if (!isRecord(a) || !isRecord(b)) return path;
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const found = firstDifference(a[key], b[key], path ? `${path}.${key}` : key);
    if (found !== undefined) return found;
  }
  return path;
}
