import { type Ablation } from "../lib/lab/ablation.ts";
import { sweep } from "../lib/lab/sweep.ts";

/** How much of the background the filter is learned on. */
export const sampleRadius: Ablation = {
  name: "sample_radius",
  title: "Radius of the square that the filter is learned on",
  parameter: "sample radius [px]",
  usual: "30",
  settings: sweep("sampleRadius", [6, 12, 20, 30, 45]),
};
