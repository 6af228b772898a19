import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type TensorFunction, tensorFunction } from "../../runtime/tensor_function.ts";

/**
 * S(q) = z · F(q): response of each handle's 1 × 1 filter to its window.
 *
 * features [n, C, k, k], filter [n, C] → [n, k, k]. Source: StableDrag.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../../tensor.ts";
 * import { filterResponse } from "./filter_response.ts";
 *
 * const features = float32([1, 2, 1, 2], [1, 3, 2, 4]); // two channels, two places
 * const { data } = await filterResponse.run(features, float32([1, 2], [1, 10]));
 * assert.deepEqual([...data], [21, 43]);
 * ```
 */
export const filterResponse: TensorFunction<[Symbolic, Symbolic], Symbolic> = tensorFunction(
  "filterResponse",
  (features, filter) => {
    const [n, c, ky, kx] = features.shape as [number, number, number, number];
    const scores = o.matMul(o.reshape(filter, [n, 1, c]), o.reshape(features, [n, c, ky * kx]));
    return o.reshape(scores, [n, ky, kx]);
  },
  ["features [n, C, h, w]", "filter [n, C]"],
);
