import * as o from "../../onnx/ops/mod.ts";
import { scalar } from "../../onnx/symbolic.ts";
import { confidentSupervision } from "./confident_supervision.ts";
import { type Supervision } from "./supervision.ts";

/** StableDrag's switch: the template feature supervises the handles whose confidence is below `tau`. */
export function confidenceSwitch(tau: number): Supervision {
  return {
    name: "confidence-switch",
    tau,
    supervise: ({ current, template, shifted, weights, confidence }) => ({
      losses: confidentSupervision(current, template, shifted, weights, confidence, scalar(tau, "float32")),
      byTemplate: o.cast(o.not(o.greaterOrEqual(confidence, tau)), "float32"),
    }),
  };
}
