import { type Ablation } from "../lib/lab/ablation.ts";
import { overrides } from "../lib/lab/sweep.ts";

const at = (tau: number): { supervision: string; tau: number } => ({ supervision: "confidence-blend", tau });

/** The paper's switch against blends of both features: the confidence at which each has half. */
export const blend: Ablation = {
  name: "blend",
  title: "A blend of both features supervises",
  parameter: "τ of the blend",
  usual: "switch",
  settings: overrides({
    "switch": {},
    "0.3": at(0.3),
    "0.4": at(0.4),
    "0.5": at(0.5),
    "0.6": at(0.6),
    "0.7": at(0.7),
  }),
};
