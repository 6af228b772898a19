import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type TensorFunction, tensorFunction } from "../../runtime/tensor_function.ts";

/**
 * m(d) = sigmoid(4 · tanh(2 − d)): how much of a target there is at a distance of d feature pixels; about 1 up to 1, ½
 * at 2, about 0 from 3 on.
 *
 * distances [n, S] → mask [n, S], from 0 to 1. Source: what pytracking starts DiMP's learned mask from.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../../tensor.ts";
 * import { targetMask } from "./target_mask.ts";
 *
 * const { data } = await targetMask.run(float32([1, 4], [0, 1, 2, 5]));
 * assert.deepEqual(Array.from(data as Float32Array, (v) => Math.round(100 * v)), [98, 95, 50, 2]);
 * ```
 */
export const targetMask: TensorFunction<[Symbolic], Symbolic> = tensorFunction(
  "targetMask",
  (distances) => o.sigmoid(o.mul(o.tanh(o.sub(2, distances)), 4)),
  ["distances [n, S]"],
);
