/**
 * How long something takes, for people: `45 s`, `3 min`, `2.5 h`.
 *
 * @param seconds 0 or more.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { duration } from "./duration.ts";
 * assert.deepEqual([44.6, 180, 9000].map(duration), ["45 s", "3 min", "2.5 h"]);
 * ```
 */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
