import * as o from "../../onnx/ops/mod.ts";
import { tensorFunction } from "../../runtime/tensor_function.ts";
import { type StandaloneScore } from "./confidence_score.ts";
import { insideOnly, total } from "./peak.ts";

/**
 * 1 − entropy of the soft-maxed map over that of a flat one, from 0 (flat) to 1; temperature 0.05 (our choice).
 * It is below its thresholds in as many steps as the relative peak is below 0.4 and 0.5 (our choice;
 * `experiments/confidence_thresholds.ts`).
 *
 * scores [n, k, k], inside [n, k, k] → [n].
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../../tensor.ts";
 * import { entropy } from "./entropy.ts";
 *
 * // Nothing tells the places apart.
 * const ones = float32([1, 3, 3], new Float32Array(9).fill(1));
 * const { data } = await entropy.measure.run(ones, ones);
 * assert(Math.abs(Number(data[0])) < 1e-6);
 * ```
 */
export const entropy: StandaloneScore = {
  name: "entropy",
  thresholds: { switch: 0.26, blend: 0.53 },
  measure: tensorFunction("entropy", (scores, inside) => {
    const flat = o.reshape(o.mul(insideOnly(scores, inside), 20), [scores.shape[0]!, -1]);
    const p = o.softmax(o.sub(flat, o.reduceMax(flat, { axes: [1], keep: true })));
    const bits = o.neg(o.reduceSum(o.mul(p, o.log(o.add(p, 1e-30))), { axes: [1] }));
    return o.sub(1, o.div(bits, o.log(total(inside))));
  }, ["scores [n, h, w]", "inside [n, h, w]"]),
};
