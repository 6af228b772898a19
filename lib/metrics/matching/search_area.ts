import { distance, type Point, type PointPair } from "../../drag/points.ts";
import { InputError } from "../../errors.ts";
import { type Size } from "../../generators/size.ts";
import { float32, type Tensor } from "../../tensor.ts";

/** The least radius of a disc, in pixels, and how many times longer a drag is than its radius (RegionDrag's code). */
const [LEAST_RADIUS, DRAG_PER_RADIUS] = [5, Math.SQRT2];

/** All of a picture, as DragBench's mean distance looks for handles: [1, H, W]. */
export const everywhere = ([height, width]: Size): Tensor<"float32"> =>
  float32([1, height, width], new Float32Array(height * width).fill(1));

/**
 * Only where a mask lets the picture move, as DragLoRA's masked mean distance (m-MD) does: [1, H, W].
 *
 * @param mask [H, W], 1 where the picture may move.
 * @throws {InputError} when nothing may move.
 */
export function insideMask({ shape: [height, width], data }: Tensor<"float32">): Tensor<"float32"> {
  if (!data.some((value) => value > 0)) {
    throw new InputError("Expected a mask with at least one pixel that may move but found none.");
  }
  return float32([1, height!, width!], data);
}

/**
 * Only in two discs for each pair, around its handle and around its target, as RegionDrag's mean distance does: [n, H, W].
 * The radius is the way from handle to target over √2, at least 5 px; pixels on the rim are not in it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { discsAround } from "./search_area.ts";
 * const { data } = discsAround([{ handle: [0, 0], target: [1, 0] }], [1, 8]);
 * assert.deepEqual([...data], [1, 1, 1, 1, 1, 1, 0, 0]);
 * ```
 */
export function discsAround(pairs: readonly PointPair[], [height, width]: Size): Tensor<"float32"> {
  const area = float32([pairs.length, height, width], new Float32Array(pairs.length * height * width));
  pairs.forEach(({ handle, target }, n) => {
    const radius = Math.max(LEAST_RADIUS, distance(handle, target) / DRAG_PER_RADIUS);
    for (let i = 0; i < height * width; i++) {
      const at: Point = [i % width, Math.floor(i / width)];
      if (distance(at, handle) < radius || distance(at, target) < radius) {
        area.data[n * height * width + i] = 1;
      }
    }
  });
  return area;
}
