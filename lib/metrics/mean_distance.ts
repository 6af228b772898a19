import { distance, type Point } from "../drag/points.ts";
import { InputError } from "../errors.ts";

/**
 * Mean Euclidean distance of points from others of the same number, in pixels: the measure of DragGAN's Table 1 and of
 * DragBench.
 *
 * @throws {InputError} when there are none, not as many of both, or a coordinate is no finite number.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { meanDistance } from "./mean_distance.ts";
 * assert.equal(meanDistance([[0, 0], [5, 5]], [[3, 4], [5, 6]]), 3);
 * ```
 */
export function meanDistance(points: readonly Point[], targets: readonly Point[]): number {
  if (points.length === 0 || points.length !== targets.length) {
    throw new InputError(
      `Expected as many points as targets, at least one, but found ${points.length} and ${targets.length}.`,
    );
  }
  const sum = points.reduce((total, point, i) => total + distance(point, targets[i]!), 0);
  if (!Number.isFinite(sum)) throw new InputError("Expected points of finite coordinates but found others.");
  return sum / points.length;
}
