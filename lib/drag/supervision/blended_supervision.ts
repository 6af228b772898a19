import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type TensorFunction, tensorFunction } from "../../runtime/tensor_function.ts";
import { CONFIDENT_SHAPES } from "./confident_supervision.ts";
import { motionSupervision } from "./motion_supervision.ts";

/** Share of the current feature, from 0 to 1: sigmoid((confidence − τ) / softness), [n]; ½ at τ. */
const currentShare = (confidence: Symbolic, tau: Symbolic, softness: Symbolic): Symbolic =>
  o.sigmoid(o.div(o.sub(confidence, tau), softness));

/**
 * Motion supervision by a blend of two patches: w · current + (1 − w) · template with
 * w = sigmoid((confidence − τ) / softness). Towards softness 0 it is `confidentSupervision`. Our choice: the paper
 * switches.
 *
 * current, template, shifted [n, C, k, k], weights [n, k, k], confidence [n], tau [], softness [] (> 0) → loss of each
 * handle [n].
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../../tensor.ts";
 * import { blendedSupervision } from "./blended_supervision.ts";
 *
 * const patch = (v: number) => float32([1, 1, 1, 1], [v]);
 * const number = (v: number) => float32([], [v]);
 * const { data } = await blendedSupervision.run(
 *   patch(1), patch(5), patch(2), float32([1, 1, 1], [1]), float32([1], [0.5]), number(0.5), number(0.1),
 * );
 * assert.equal(data[0], 1); // half and half: |3 − 2|
 * ```
 */
export const blendedSupervision: TensorFunction<
  [Symbolic, Symbolic, Symbolic, Symbolic, Symbolic, Symbolic, Symbolic],
  Symbolic
> = tensorFunction(
  "blendedSupervision",
  (current, template, shifted, weights, confidence, tau, softness) => {
    const share = o.reshape(currentShare(confidence, tau, softness), [confidence.shape[0]!, 1, 1, 1]);
    const blend = o.add(o.mul(share, current), o.mul(o.sub(1, share), template));
    return motionSupervision(blend, shifted, weights);
  },
  [...CONFIDENT_SHAPES, "softness []"],
);
