import * as o from "../../onnx/ops/mod.ts";
import { motionSupervision } from "./motion_supervision.ts";
import { type Supervision } from "./supervision.ts";

/** Every step is supervised by the template feature: GoodDrag's information-preserving supervision, an ablation. */
export const templateSupervision: Supervision = {
  name: "template-feature",
  supervise: ({ template, shifted, weights, confidence }) => ({
    losses: motionSupervision(template, shifted, weights),
    byTemplate: o.add(o.mul(confidence, 0), 1),
  }),
};
