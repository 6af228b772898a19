import { type ConfidenceScore } from "./confidence_score.ts";
import { peak } from "./peak.ts";

/** The largest score itself: what `confidence` compares with the undragged picture by default. Our choice. */
export const relativePeak: ConfidenceScore = { name: "relative-peak", measure: peak };
