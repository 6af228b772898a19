import { tensorFunction } from "../../runtime/tensor_function.ts";
import { type StandaloneScore } from "./confidence_score.ts";
import { peak } from "./peak.ts";

/**
 * The largest score itself: what `confidence` compares with the undragged picture by default. Our choice.
 *
 * scores [n, k, k], inside [n, k, k] → [n].
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../../tensor.ts";
 * import { relativePeak } from "./relative_peak.ts";
 *
 * const inside = float32([1, 1, 3], [1, 1, 0]); // the last place lies outside of the picture
 * const { data } = await relativePeak.measure.run(float32([1, 1, 3], [0.25, 0.5, 0.75]), inside);
 * assert.equal(data[0], 0.5);
 * ```
 */
export const relativePeak: StandaloneScore = {
  name: "relative-peak",
  measure: tensorFunction("relative-peak", peak, ["scores [n, h, w]", "inside [n, h, w]"]),
};
