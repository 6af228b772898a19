import { type Ablation } from "../lib/lab/ablation.ts";
import { sweep } from "../lib/lab/sweep.ts";

/** The confidence below which the template supervises a handle. */
export const tau: Ablation = {
  name: "tau",
  title: "Confidence below which the template supervises",
  parameter: "τ",
  usual: "0.4",
  settings: sweep("tau", [0.2, 0.3, 0.4, 0.5, 0.6, 0.8]),
};
