import { type Symbolic } from "../../onnx/symbolic.ts";
import { type TensorFunction, tensorFunction } from "../../runtime/tensor_function.ts";
import { normalizedFeatures } from "../view.ts";
import { filterResponse } from "./filter_response.ts";

/**
 * cos(F(q), f): cosine of the angle between every feature and the template feature of its handle, from −1 to 1; 0 for
 * features of length 0, as outside of the picture.
 *
 * features [n, C, k, k], template [n, C] → [n, k, k]. Our choice, beside the published distances.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../../tensor.ts";
 * import { featureSimilarity } from "./feature_similarity.ts";
 *
 * const features = float32([1, 2, 1, 3], [3, -4, 0, 4, 3, 0]); // two channels, three places
 * const { data } = await featureSimilarity.run(features, float32([1, 2], [6, 8]));
 * assert.deepEqual(Array.from(data as Float32Array, (v) => Math.round(1e4 * v) / 1e4), [1, 0, 0]);
 * ```
 */
export const featureSimilarity: TensorFunction<[Symbolic, Symbolic], Symbolic> = tensorFunction(
  "featureSimilarity",
  (features, template) => filterResponse(normalizedFeatures(features), normalizedFeatures(template)),
  ["features [n, C, h, w]", "template [n, C]"],
);
