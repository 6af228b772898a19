import { type ConfidenceScore } from "./confidence_score.ts";
import { peak } from "./peak.ts";

/** The largest score itself: StableDrag's, as far as is known. */
export const relativePeak: ConfidenceScore = { name: "relative-peak", measure: peak };
