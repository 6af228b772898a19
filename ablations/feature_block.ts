import { type Ablation } from "../lib/lab/ablation.ts";
import { sweep } from "../lib/lab/sweep.ts";

/** Which of the generator's maps is looked at: from 16 × 16 pixels to those of the picture. */
export const featureBlock: Ablation = {
  name: "feature_block",
  title: "Feature block",
  parameter: "block, from 0",
  usual: "4",
  settings: sweep("featureBlock", [2, 3, 4, 5]),
};
