import * as o from "../../onnx/ops/mod.ts";
import { tensorFunction } from "../../runtime/tensor_function.ts";
import { type StandaloneScore } from "./confidence_score.ts";
import { besidePeak, peak, peakRadius } from "./peak.ts";

/**
 * 1 − second peak / peak, at most 1: small where a distractor answers as well, 0 where nothing answers. The second peak lies outside of the
 * square of {@linkcode peakRadius} around the first. Source: ATOM's rule.
 * It is below its thresholds in as many steps as the relative peak is below 0.4 and 0.5 (our choice;
 * `experiments/confidence_thresholds.ts`).
 *
 * scores [n, k, k], inside [n, k, k] → [n].
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../../tensor.ts";
 * import { peakRatio } from "./peak_ratio.ts";
 *
 * // A peak of 1 at the left, and another of 0.75 far enough from it.
 * const map = float32([1, 3, 5], [0, 0, 0, 0, 0, 1, 0, 0, 0, 0.75, 0, 0, 0, 0, 0]);
 * const inside = float32([1, 3, 5], new Float32Array(15).fill(1));
 * const { data } = await peakRatio.measure.run(map, inside);
 * assert.equal(data[0], 0.25);
 * ```
 */
export const peakRatio: StandaloneScore = {
  name: "peak-ratio",
  thresholds: { switch: 0.55, blend: 0.6 },
  measure: tensorFunction("peak-ratio", (scores, inside) => {
    const second = peak(scores, besidePeak(scores, inside, peakRadius(scores)));
    const first = peak(scores, inside);
    const answered = o.greater(first, 1e-12);
    return o.where(answered, o.sub(1, o.div(o.relu(second), o.where(answered, first, 1))), 0);
  }, ["scores [n, h, w]", "inside [n, h, w]"]),
};
