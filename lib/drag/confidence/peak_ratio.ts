import * as o from "../../onnx/ops/mod.ts";
import { type ConfidenceScore } from "./confidence_score.ts";
import { besidePeak, peak, peakRadius } from "./peak.ts";

/**
 * 1 − second peak / peak, at most 1: small where a distractor answers as well. The second peak lies outside of the
 * square of {@linkcode peakRadius} around the first. Source: ATOM's rule.
 */
export const peakRatio: ConfidenceScore = {
  name: "peak-ratio",
  measure: (scores, inside) => {
    const second = peak(scores, besidePeak(scores, inside, peakRadius(scores)));
    return o.sub(1, o.div(o.relu(second), o.add(peak(scores, inside), 1e-12)));
  },
};
