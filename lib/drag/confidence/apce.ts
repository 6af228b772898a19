import * as o from "../../onnx/ops/mod.ts";
import { tensorFunction } from "../../runtime/tensor_function.ts";
import { type StandaloneScore } from "./confidence_score.ts";
import { peak, spread, total } from "./peak.ts";

/**
 * Average peak-to-correlation energy: |max − min|² / mean (S − min)². Source: LMCF.
 * It is below its thresholds in as many steps as the relative peak is below 0.4 and 0.5 (our choice;
 * `experiments/confidence_thresholds.ts`).
 *
 * scores [n, k, k], inside [n, k, k] → [n].
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../../tensor.ts";
 * import { apce } from "./apce.ts";
 *
 * // One peak over a floor of 0: all energy is the peak's, 1² against 1² / 9 in the mean.
 * const map = float32([1, 3, 3], [0, 0, 0, 0, 1, 0, 0, 0, 0]);
 * const inside = float32([1, 3, 3], new Float32Array(9).fill(1));
 * const { data } = await apce.measure.run(map, inside);
 * assert.equal(Math.round(Number(data[0])), 9);
 * ```
 */
export const apce: StandaloneScore = {
  name: "apce",
  thresholds: { switch: 0.73, blend: 0.77 },
  measure: tensorFunction("apce", (scores, inside) => {
    const low = o.neg(peak(o.neg(scores), inside));
    const rise = o.sub(peak(scores, inside), low);
    const energy = o.div(total(o.mul(o.square(o.sub(scores, spread(low))), inside)), total(inside));
    return o.div(o.square(rise), o.add(energy, 1e-12));
  }, ["scores [n, h, w]", "inside [n, h, w]"]),
};
