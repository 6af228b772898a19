import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type TensorFunction, tensorFunction } from "../../runtime/tensor_function.ts";

/** A score map [n, k, k] brought to [0, 1] over the places where `inside` is 1. */
function unit(scores: Symbolic, inside: Symbolic): Symbolic {
  const here = o.greater(inside, 0);
  const low = o.reduceMin(o.where(here, scores, 3e38), { axes: [1, 2], keep: true });
  const high = o.reduceMax(o.where(here, scores, -3e38), { axes: [1, 2], keep: true });
  return o.div(o.sub(scores, low), o.add(o.sub(high, low), 1e-12));
}

/** The sum with a weight λ in [0, 1] of the filter's response: see {@linkcode fuseScores}. */
export const fuseScoresBy = (
  lambdaTrack: number,
): TensorFunction<[Symbolic, Symbolic, Symbolic], Symbolic> =>
  tensorFunction("fuseScores", (response, difference, inside) => {
    const nearness = unit(o.neg(difference), inside);
    return o.add(o.mul(unit(response, inside), lambdaTrack), o.mul(nearness, 1 - lambdaTrack));
  }, ["response [n, h, w]", "difference [n, h, w]", "inside [n, h, w]"]);

/**
 * StableDrag's sum of its two score maps: λ · filter response + (1 − λ) · nearness of the feature, each brought to
 * [0, 1] over the window first (our choice: the paper says "summed").
 *
 * response [n, k, k], difference [n, k, k] (smaller is nearer), inside [n, k, k] (1 = in the picture) → [n, k, k].
 * λ = 0.5; for another one see {@linkcode fuseScoresBy}.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../../tensor.ts";
 * import { fuseScores } from "./fuse_scores.ts";
 *
 * const row = (...v: number[]) => float32([1, 1, 3], v);
 * const { data } = await fuseScores.run(row(0, 1, 2), row(4, 0, 4), row(1, 1, 1));
 * assert.deepEqual([...data], [0, 0.75, 0.5]);
 * ```
 */
export const fuseScores: TensorFunction<[Symbolic, Symbolic, Symbolic], Symbolic> = fuseScoresBy(0.5);
