import * as o from "../../onnx/ops/mod.ts";
import { type ConfidenceScore } from "./confidence_score.ts";
import { besidePeak, peak, peakRadius, spread, total } from "./peak.ts";

/**
 * Peak to side-lobe ratio: (peak − mean of the rest) / deviation of the rest, the rest being what lies outside of
 * the square of {@linkcode peakRadius} around the peak; 0 where nothing does. Source: MOSSE, where 20 to 60 is good and
 * below 7 lost.
 */
export const psr: ConfidenceScore = {
  name: "psr",
  measure: (scores, inside) => {
    const side = besidePeak(scores, inside, peakRadius(scores));
    const count = o.add(total(side), 1e-6);
    const mean = o.div(total(o.mul(scores, side)), count);
    const variance = o.div(total(o.mul(o.square(o.sub(scores, spread(mean))), side)), count);
    const ratio = o.div(o.sub(peak(scores, inside), mean), o.sqrt(o.add(variance, 1e-12)));
    return o.where(o.greater(count, 0.5), ratio, 0);
  },
};
