import * as o from "../../onnx/ops/mod.ts";
import { constant, type Symbolic } from "../../onnx/symbolic.ts";
import { type TensorFunction, tensorFunction } from "../../runtime/tensor_function.ts";
import { float32 } from "../../tensor.ts";
import { type FeatureView, gridAround, lengths, sampleGrid, sampleMap } from "../view.ts";

/** Places of a line that are looked at. */
const PLACES = 10;

/** The samples around each of n points. */
export interface Patch {
  /** [n, C, k, k]. */
  readonly features: Symbolic;
  /** 1 where a sample lies on the map or grid, else 0: [n, k, k]. */
  readonly inside: Symbolic;
}

/** Which samples around a point make its patch. */
export interface PatchSamples {
  /** Whether points and offsets are pixels of the feature map itself, or of the grid that it is resized to. */
  readonly of: "map" | "grid";
  /** The k offsets along both axes, in those pixels. */
  readonly offsets: readonly number[];
}

/** k × k features around points [n, 2]. */
export function patchAround(view: FeatureView, points: Symbolic, { of, offsets }: PatchSamples): Patch {
  const sample = of === "map" ? sampleMap : sampleGrid;
  const { xs, ys, inside } = gridAround(points, offsets, of === "map" ? view.size : view.grid);
  return { features: sample(view, xs, ys), inside };
}

/**
 * The points `distance` [n] pixels from points [n, 2] towards their goals [n, 2], at most as far as those are; a negative
 * distance leads away from them.
 */
export function towards(from: Symbolic, goal: Symbolic, distance: Symbolic): Symbolic {
  const way = o.sub(goal, from);
  const share = o.clip(o.div(o.reshape(distance, [-1, 1]), o.add(lengths(way), 1e-8)), -1, 1);
  return o.add(from, o.mul(share, way));
}

/**
 * mean |F − T| over channels and the places inside of the picture, 0 where there is none: how far a patch is from its template.
 *
 * patch and template [n, C, k, k], inside [n, k, k] (1 or 0) → [n].
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../../tensor.ts";
 * import { patchDifference } from "./line_search.ts";
 *
 * const [patch, template] = [float32([1, 1, 1, 2], [1, 5]), float32([1, 1, 1, 2], [2, 2])];
 * const { data } = await patchDifference.run(patch, template, float32([1, 1, 2], [1, 1]));
 * assert.equal(data[0], 2);
 * ```
 */
export const patchDifference: TensorFunction<[Symbolic, Symbolic, Symbolic], Symbolic> = tensorFunction(
  "patchDifference",
  (patch, template, inside) => {
    const [n, c, ky, kx] = patch.shape as [number, number, number, number];
    const apart = o.mul(o.abs(o.sub(patch, template)), o.reshape(inside, [n, 1, ky, kx]));
    const count = o.max(o.reduceSum(inside, { axes: [1, 2] }), 1);
    return o.div(o.reduceSum(apart, { axes: [1, 2, 3] }), o.mul(count, c));
  },
  ["patch [n, C, h, w]", "template [n, C, h, w]", "inside [n, h, w]"],
);

/**
 * FreeDrag's choice on a line: the place whose difference to the template is nearest to an expected one, the first
 * where places tie.
 *
 * places [n, m, 2], differences [n, m], expected [n] → [n, 2].
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../../tensor.ts";
 * import { placeOfLevel } from "./line_search.ts";
 *
 * const places = float32([1, 3, 2], [1, 1, 2, 2, 3, 3]);
 * const { data } = await placeOfLevel.run(places, float32([1, 3], [0.1, 0.25, 0.5]), float32([1], [0.3]));
 * assert.deepEqual([...data], [2, 2]);
 * ```
 */
export const placeOfLevel: TensorFunction<[Symbolic, Symbolic, Symbolic], Symbolic> = tensorFunction(
  "placeOfLevel",
  (places, differences, expected) => {
    const n = places.shape[0]!;
    const nearest = o.argMin(o.abs(o.sub(differences, o.reshape(expected, [-1, 1]))), 1);
    const index = o.expand(o.reshape(nearest, [n, 1, 1]), [n, 1, 2]);
    return o.reshape(o.gatherElements(places, index, 1), [n, 2]);
  },
  ["places [n, m, 2]", "differences [n, m]", "expected [n]"],
);

/**
 * FreeDrag's line search: of ten places between `from` and `to` [n, 2], the one where the patch differs from its
 * template [n, C, k, k] as much as is expected [n]. All in pixels of what the samples are of.
 */
export function searchLine(
  view: FeatureView,
  from: Symbolic,
  to: Symbolic,
  template: Symbolic,
  expected: Symbolic,
  samples: PatchSamples,
): Symbolic {
  const places = Array.from({ length: PLACES }, (_, i) => {
    const share = constant(float32([], [(i + 1) / PLACES]));
    return o.add(o.mul(from, o.sub(1, share)), o.mul(to, share));
  });
  const differences = places.map((place) => {
    const { features, inside } = patchAround(view, place, samples);
    return patchDifference(features, template, inside);
  });
  return placeOfLevel(o.stack(places, 1), o.stack(differences, 1), expected);
}
