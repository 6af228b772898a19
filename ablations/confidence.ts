import { type Ablation } from "../lib/lab/ablation.ts";
import { sweep } from "../lib/lab/sweep.ts";

/** What says how sure the tracker is. All are relative to the undragged picture, with the same τ. */
export const confidence: Ablation = {
  name: "confidence",
  title: "Confidence score",
  parameter: "confidence score",
  usual: "relative-peak",
  settings: sweep("confidence", ["relative-peak", "psr", "apce", "peak-ratio", "entropy"]),
};
