import { type Ablation } from "../lib/lab/ablation.ts";
import { sweep } from "../lib/lab/sweep.ts";

/** How wide the peak is that the filter learns to answer with. */
export const sigma: Ablation = {
  name: "sigma",
  title: "Width of the filter's label",
  parameter: "σ [feature px]",
  usual: "1.25",
  scale: "log",
  settings: sweep("sigma", [0.5, 0.8, 1.25, 2.5, 5]),
};
