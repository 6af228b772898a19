import { type Point, type PointPair } from "../drag/points.ts";
import { InputError } from "../errors.ts";

/**
 * Handles and the targets of the same places.
 *
 * @throws {InputError} when there are none, or not as many of both.
 */
export function pairsOf(handles: readonly Point[], targets: readonly Point[]): PointPair[] {
  if (handles.length === 0 || handles.length !== targets.length) {
    throw new InputError(
      `Expected as many handles as targets, at least one, but found ${handles.length} and ${targets.length}.`,
    );
  }
  return handles.map((handle, i) => ({ handle, target: targets[i]! }));
}

/**
 * The pairs of points that alternate: handle, target, handle, …
 *
 * @throws {InputError} when there are none, or their number is odd.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { alternatingPairs } from "./point_pairs.ts";
 * assert.deepEqual(alternatingPairs([[1, 2], [3, 4]]), [{ handle: [1, 2], target: [3, 4] }]);
 * ```
 */
export function alternatingPairs(points: readonly Point[]): PointPair[] {
  if (points.length === 0 || points.length % 2 !== 0) {
    throw new InputError(
      `Expected an even number of points, handle and target in turn, but found ${points.length}.`,
    );
  }
  return pairsOf(points.filter((_, i) => i % 2 === 0), points.filter((_, i) => i % 2 === 1));
}
