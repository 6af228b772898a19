import { type Ablation } from "../lib/lab/ablation.ts";
import { sweep } from "../lib/lab/sweep.ts";

/** How much of the score is the filter's: 0 is the feature difference alone, 1 the filter alone. */
export const lambda: Ablation = {
  name: "lambda",
  title: "Weight of the filter's response in the score",
  parameter: "λ",
  usual: "0.5",
  settings: sweep("lambdaTrack", [0, 0.25, 0.5, 0.75, 1]),
};
