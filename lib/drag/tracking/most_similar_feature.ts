import { type Symbolic } from "../../onnx/symbolic.ts";
import { featureSimilarity } from "./feature_similarity.ts";
import { templateFeature } from "./template_feature.ts";
import { type Tracker } from "./tracker.ts";

/** The handle moves to the feature nearest to its template feature by angle; lengths do not count. Our choice. */
export const mostSimilarFeature: Tracker = {
  name: "nearest-feature-cosine",
  prepare: templateFeature,
  score: ({ window }, known) => {
    const similarity = featureSimilarity(window, known as Symbolic);
    return { fused: similarity, absolute: similarity };
  },
};
