import * as o from "../../onnx/ops/mod.ts";
import { type ConfidenceScore } from "./confidence_score.ts";
import { insideOnly, total } from "./peak.ts";

/** 1 − entropy of the soft-maxed map over that of a flat one, from 0 (flat) to 1; temperature 0.05 (our choice). */
export const entropy: ConfidenceScore = {
  name: "entropy",
  measure: (scores, inside) => {
    const flat = o.reshape(o.mul(insideOnly(scores, inside), 20), [scores.shape[0]!, -1]);
    const p = o.softmax(o.sub(flat, o.reduceMax(flat, { axes: [1], keep: true })));
    const bits = o.neg(o.reduceSum(o.mul(p, o.log(o.add(p, 1e-30))), { axes: [1] }));
    return o.sub(1, o.div(bits, o.log(total(inside))));
  },
};
