import { type Ablation } from "../lib/lab/ablation.ts";
import { sweep } from "../lib/lab/sweep.ts";

/** How much of the picture around a handle is pulled. */
export const r1: Ablation = {
  name: "r1",
  title: "Radius of the supervised disc",
  parameter: "r1 [px]",
  usual: "2",
  settings: sweep("r1", [1, 2, 3, 5, 8]),
};
