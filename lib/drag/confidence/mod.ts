import { apce } from "./apce.ts";
import { type StandaloneScore } from "./confidence_score.ts";
import { entropy } from "./entropy.ts";
import { peakRatio } from "./peak_ratio.ts";
import { psr } from "./psr.ts";
import { relativePeak } from "./relative_peak.ts";

/** The confidence scores by name: a new one is a file and a line here. */
export const CONFIDENCE_SCORES: Readonly<Record<string, StandaloneScore>> = {
  "relative-peak": relativePeak,
  psr,
  apce,
  "peak-ratio": peakRatio,
  entropy,
};
