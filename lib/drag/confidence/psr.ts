import * as o from "../../onnx/ops/mod.ts";
import { tensorFunction } from "../../runtime/tensor_function.ts";
import { type StandaloneScore } from "./confidence_score.ts";
import { besidePeak, peak, peakRadius, spread, total } from "./peak.ts";

/**
 * Peak to side-lobe ratio: (peak − mean of the rest) / deviation of the rest, the rest being what lies outside of
 * the square of {@linkcode peakRadius} around the peak; 0 where nothing does. Source: MOSSE, where 20 to 60 is good and
 * below 7 lost.
 * It is below its thresholds in as many steps as the relative peak is below 0.4 and 0.5 (our choice;
 * `experiments/confidence_thresholds.ts`).
 *
 * scores [n, k, k], inside [n, k, k] → [n].
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../../tensor.ts";
 * import { psr } from "./psr.ts";
 *
 * // Beside the peak and its neighbours half of the places have 0.1, half 0.3: mean 0.2, deviation 0.1.
 * const map = float32([1, 1, 7], [1, 0, 0.1, 0.3, 0.1, 0.3, 0]);
 * const inside = float32([1, 1, 7], [1, 1, 1, 1, 1, 1, 0]); // the last place lies outside of the picture
 * const { data } = await psr.measure.run(map, inside);
 * assert(Math.abs(Number(data[0]) - 8) < 1e-3);
 * ```
 */
export const psr: StandaloneScore = {
  name: "psr",
  thresholds: { switch: 0.77, blend: 0.79 },
  measure: tensorFunction("psr", (scores, inside) => {
    const side = besidePeak(scores, inside, peakRadius(scores));
    const count = o.add(total(side), 1e-6);
    const mean = o.div(total(o.mul(scores, side)), count);
    const variance = o.div(total(o.mul(o.square(o.sub(scores, spread(mean))), side)), count);
    const ratio = o.div(o.sub(peak(scores, inside), mean), o.sqrt(o.add(variance, 1e-12)));
    return o.where(o.greater(count, 0.5), ratio, 0);
  }, ["scores [n, h, w]", "inside [n, h, w]"]),
};
