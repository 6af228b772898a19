import * as o from "../onnx/ops/mod.ts";
import { type Symbolic } from "../onnx/symbolic.ts";
import { type TensorFunction, tensorFunction } from "../runtime/tensor_function.ts";

/** Below this distance dlib takes two faces for the same person. */
export const SAME_PERSON = 0.6;

/**
 * How far apart two faces are as persons, [N] from 0: the Euclidean distance of their descriptors [N, 128]. Below
 * {@linkcode SAME_PERSON} dlib takes them for the same person.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../tensor.ts";
 * import { identityChange } from "./identity_change.ts";
 * const { data } = await identityChange.run(float32([1, 2], [0, 3]), float32([1, 2], [4, 0]));
 * assert.equal(data[0], 5);
 * ```
 */
export const identityChange: TensorFunction<[a: Symbolic, b: Symbolic], Symbolic> = tensorFunction(
  "identityChange",
  (a: Symbolic, b: Symbolic) => o.sqrt(o.reduceSum(o.square(o.sub(a, b)), { axes: [-1] })),
);
