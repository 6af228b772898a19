import { type Ablation } from "../lib/lab/ablation.ts";
import { sweep } from "../lib/lab/sweep.ts";

/** What says how sure the tracker is, relative to the undragged picture, each with its own τ. */
export const confidence: Ablation = {
  name: "confidence",
  title: "Confidence score",
  parameter: "confidence score",
  usual: "relative-peak",
  settings: sweep("confidence", ["relative-peak", "psr", "apce", "peak-ratio", "entropy"]),
};
