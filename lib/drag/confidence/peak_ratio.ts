import * as o from "../../onnx/ops/mod.ts";
import { type ConfidenceScore } from "./confidence_score.ts";
import { besidePeak, peak, peakRadius } from "./peak.ts";

/**
 * 1 − second peak / peak, at most 1: small where a distractor answers as well, 0 where nothing answers. The second peak lies outside of the
 * square of {@linkcode peakRadius} around the first. Source: ATOM's rule.
 */
export const peakRatio: ConfidenceScore = {
  name: "peak-ratio",
  measure: (scores, inside) => {
    const second = peak(scores, besidePeak(scores, inside, peakRadius(scores)));
    const first = peak(scores, inside);
    const answered = o.greater(first, 1e-12);
    return o.where(answered, o.sub(1, o.div(o.relu(second), o.where(answered, first, 1))), 0);
  },
};
