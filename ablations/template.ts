import { type Ablation } from "../lib/lab/ablation.ts";
import { overrides } from "../lib/lab/sweep.ts";

/** When the feature of the undragged picture supervises a handle. */
export const template: Ablation = {
  name: "template",
  title: "Supervision by the template feature",
  parameter: "supervised by the template",
  usual: "by confidence",
  settings: overrides({
    "never": { tau: -Infinity },
    "by confidence": {},
    "always": { tau: Infinity },
  }),
};
