import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type TensorFunction, tensorFunction } from "../../runtime/tensor_function.ts";

/** How feature vectors are compared: sum of absolute differences, or Euclidean distance. */
export type FeatureNorm = "l1" | "l2";

const difference = (norm: FeatureNorm) => (features: Symbolic, template: Symbolic): Symbolic => {
  const [n, c] = template.shape as [number, number];
  const offset = o.sub(features, o.reshape(template, [n, c, 1, 1]));
  if (norm === "l1") return o.reduceSum(o.abs(offset), { axes: [1] });
  return o.sqrt(o.reduceSum(o.square(offset), { axes: [1] }));
};

/**
 * D(q) = ‖F(q) − f‖₁: distance of every feature to the template feature of its handle.
 *
 * features [n, C, k, k], template [n, C] → [n, k, k]. Source: DragGAN (paper).
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../../tensor.ts";
 * import { featureDifference } from "./feature_difference.ts";
 *
 * const features = float32([1, 2, 1, 2], [1, 5, 1, 5]); // two channels, two places
 * const { data } = await featureDifference.run(features, float32([1, 2], [1, 2]));
 * assert.deepEqual([...data], [1, 7]);
 * ```
 */
export const featureDifference: TensorFunction<[Symbolic, Symbolic], Symbolic> = tensorFunction(
  "featureDifference",
  difference("l1"),
  ["features [n, C, h, w]", "template [n, C]"],
);

/** D(q) = ‖F(q) − f‖₂: {@linkcode featureDifference} with the Euclidean distance, as DragGAN's code has it. */
export const featureDistance: TensorFunction<[Symbolic, Symbolic], Symbolic> = tensorFunction(
  "featureDistance",
  difference("l2"),
  ["features [n, C, h, w]", "template [n, C]"],
);

/** The comparison by the name of its norm. */
export const differenceBy = (norm: FeatureNorm): typeof featureDifference =>
  norm === "l1" ? featureDifference : featureDistance;
