import * as o from "../../onnx/ops/mod.ts";
import { motionSupervision } from "./motion_supervision.ts";
import { type Supervision } from "./supervision.ts";

/** Every step is supervised by the current feature (DragGAN, DragDiffusion). */
export const currentFeature: Supervision = {
  name: "current-feature",
  supervise: ({ current, shifted, weights, confidence }) => ({
    losses: motionSupervision(current, shifted, weights),
    byTemplate: o.mul(confidence, 0),
  }),
};
