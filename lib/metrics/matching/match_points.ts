import { type Size } from "../../generators/size.ts";
import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type TensorFunction, tensorFunction } from "../../runtime/tensor_function.ts";
import { type Interpolation, similarityMap } from "./similarity_map.ts";

/** Where handles were found. */
export type Match = {
  /** [n, 2], x and y in pixels. */
  readonly points: Symbolic;
  /** [n]: the cosine there; −∞ where there was nowhere to search. */
  readonly similarity: Symbolic;
};

/** The places of the largest numbers of maps [n, H, W]: the first in reading order where several are. */
function largest(maps: Symbolic): Match {
  const ofRows = o.reduceMax(maps, { axes: [2] });
  const row = o.argMax(ofRows, 1);
  const rows = o.reshape(row, [maps.shape[0]!, 1]);
  const column = o.gatherElements(o.argMax(maps, 2), rows, 1);
  return {
    points: o.concat([o.cast(column, "float32"), o.cast(rows, "float32")], 1),
    similarity: o.reduceMax(ofRows, { axes: [1] }),
  };
}

/**
 * Where handles of one picture are in another, by semantic matching: the pixel whose features are most similar to the
 * handle's (`similarityMap`), within an area. This is `run_eval_point_matching.py` of DragDiffusion's authors, after the
 * features.
 *
 * Arguments: the map of the picture with the handles [1, C, h, w], the map of the other one, the handles [n, 2] as x and
 * y in pixels, and where to search for them, above 0: [1 or n, H, W], such as `everywhere`, `insideMask` or `discsAround`
 * make it.
 *
 * @param size of the picture, [H, W].
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../../tensor.ts";
 * import { matchPoints } from "./match_points.ts";
 * import { everywhere } from "./search_area.ts";
 * const before = float32([1, 2, 1, 2], [1, 0, 0, 2]);
 * const after = float32([1, 2, 1, 2], [0, 3, 4, 0]);
 * const { points } = await matchPoints([1, 2]).run(before, after, float32([1, 2], [1, 0]), everywhere([1, 2]));
 * assert.deepEqual([...points.data], [0, 0]);
 * ```
 */
export const matchPoints = (
  size: Size,
  interpolation: Interpolation = "bilinear",
): TensorFunction<[source: Symbolic, result: Symbolic, handles: Symbolic, area: Symbolic], Match> => {
  const similarity = similarityMap(size, interpolation);
  return tensorFunction(
    "matchPoints",
    (source, result, handles, area) =>
      largest(o.where(o.greater(area, 0), similarity(source, result, handles), -Infinity)),
  );
};
