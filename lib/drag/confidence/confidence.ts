import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { checkedMeasure } from "./checked_measure.ts";
import { type ConfidenceScore } from "./confidence_score.ts";
import { type TensorFunction, tensorFunction } from "../../runtime/tensor_function.ts";
import { relativePeak } from "./relative_peak.ts";

/** Relative confidence by a measure of one's choice: see {@linkcode confidence}. */
export const confidenceBy = (
  score: ConfidenceScore,
): TensorFunction<[Symbolic, Symbolic, Symbolic], Symbolic> =>
  tensorFunction("confidence", (scores, inside, first) => {
    const comparable = o.greater(first, 1e-6);
    return o.where(
      comparable,
      o.div(checkedMeasure(score)(scores, inside), o.where(comparable, first, 1)),
      1,
    );
  }, ["scores [n, h, w]", "inside [n, h, w]", "first [n]"]);

/**
 * Confidence of each handle, relative to its first step: s = max S / max S⁰. 1 means as sure as on the undragged
 * picture, or that the first measure was not positive, so that nothing can be compared with it; below the threshold τ
 * a step is supervised by the template.
 *
 * scores [n, k, k] (absolute scale, not normalised per window), inside [n, k, k], first [n] → [n].
 * Our choice; other measures by {@linkcode confidenceBy}.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../../tensor.ts";
 * import { confidence } from "./confidence.ts";
 *
 * const { data } = await confidence.run(
 *   float32([1, 1, 3], [0.1, 0.4, 0.9]),
 *   float32([1, 1, 3], [1, 1, 0]), // the last place lies outside of the picture
 *   float32([1], [0.8]),
 * );
 * assert.equal(data[0], 0.5);
 * ```
 */
export const confidence: TensorFunction<[Symbolic, Symbolic, Symbolic], Symbolic> = confidenceBy(
  relativePeak,
);
