import * as o from "../../onnx/ops/mod.ts";
import { type ConfidenceScore } from "./confidence_score.ts";
import { peak, spread, total } from "./peak.ts";

/** Average peak-to-correlation energy: |max − min|² / mean (S − min)². Source: LMCF. */
export const apce: ConfidenceScore = {
  name: "apce",
  measure: (scores, inside) => {
    const low = o.neg(peak(o.neg(scores), inside));
    const rise = o.sub(peak(scores, inside), low);
    const energy = o.div(total(o.mul(o.square(o.sub(scores, spread(low))), inside)), total(inside));
    return o.div(o.square(rise), o.add(energy, 1e-12));
  },
};
