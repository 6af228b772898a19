import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type TensorFunction, tensorFunction } from "../../runtime/tensor_function.ts";
import { motionSupervision } from "./motion_supervision.ts";

/** What supervision by confidence takes. */
export const CONFIDENT_SHAPES: readonly string[] = [
  ...["current [n, C, h, w]", "template [n, C, h, w]", "shifted [n, C, h, w]"],
  ...["weights [n, h, w]", "confidence [n]", "tau []"],
];

/**
 * StableDrag's confident motion supervision: a handle whose confidence reaches τ is supervised by its current
 * feature (as DragGAN does), a handle below by the template feature of the undragged picture.
 *
 * current, template, shifted [n, C, k, k], weights [n, k, k], confidence [n], tau [] → loss of each handle [n].
 * Source: StableDrag's framework figure; τ is our choice.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../../tensor.ts";
 * import { confidentSupervision } from "./confident_supervision.ts";
 *
 * const patch = (...v: number[]) => float32([2, 1, 1, 1], v); // two handles, one channel, one place
 * const { data } = await confidentSupervision.run(
 *   patch(1, 1), patch(5, 5), patch(2, 2), float32([2, 1, 1], [1, 1]), float32([2], [0.9, 0.2]), float32([], [0.5]),
 * );
 * assert.deepEqual([...data], [1, 3]); // the second handle is unsure: |5 − 2|
 * ```
 */
export const confidentSupervision: TensorFunction<
  [Symbolic, Symbolic, Symbolic, Symbolic, Symbolic, Symbolic],
  Symbolic
> = tensorFunction("confidentSupervision", (current, template, shifted, weights, confidence, tau) => {
  const sure = o.reshape(o.greaterOrEqual(confidence, tau), [confidence.shape[0]!, 1, 1, 1]);
  return motionSupervision(o.where(sure, current, template), shifted, weights);
}, CONFIDENT_SHAPES);
