import { stopGradient } from "../../onnx/alias.ts";
import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type TensorFunction, tensorFunction } from "../../runtime/tensor_function.ts";
import { steadySign } from "../steady_sign.ts";

/**
 * ‖sg F(q) − F(q + d)‖₁ as a mean over the channels and the patch: what pulls the content under a handle towards
 * its target. The first patch is detached.
 *
 * patch [n, C, k, k], shifted [n, C, k, k], weights [n, k, k] (1 on the patch) → loss of each handle, [n].
 * Source: DragGAN; the mean is the authors' code.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../../tensor.ts";
 * import { motionSupervision } from "./motion_supervision.ts";
 *
 * const patch = float32([1, 2, 1, 2], [1, 2, 3, 4]);
 * const shifted = float32([1, 2, 1, 2], [2, 0, 3, 0]);
 * const { data } = await motionSupervision.run(patch, shifted, float32([1, 1, 2], [1, 0]));
 * assert.equal(data[0], 0.5); // only the first place counts: (|1 − 2| + |3 − 3|) / 2 channels
 * ```
 */
export const motionSupervision: TensorFunction<[Symbolic, Symbolic, Symbolic], Symbolic> = tensorFunction(
  "motionSupervision",
  (patch, shifted, weights) => {
    const [n, c, ky, kx] = patch.shape as [number, number, number, number];
    const disc = o.reshape(weights, [n, 1, ky, kx]);
    const apart = o.sub(stopGradient(patch), shifted);
    const signs = o.mul(stopGradient(steadySign(apart)), disc);
    const count = o.max(o.mul(o.reduceSum(weights, { axes: [1, 2] }), c), 1);
    return o.div(o.reduceSum(o.mul(apart, signs), { axes: [1, 2, 3] }), count);
  },
  ["patch [n, C, h, w]", "shifted [n, C, h, w]", "weights [n, h, w]"],
);
