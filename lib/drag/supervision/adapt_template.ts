import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type TensorFunction, tensorFunction } from "../../runtime/tensor_function.ts";

/** FreeDrag's weight of the current feature by the loss a sub-motion shall begin with: see {@linkcode templateWeight}. */
export const templateWeightBy = (expectedLoss: number): TensorFunction<[Symbolic], Symbolic> =>
  tensorFunction("templateWeight", (losses) => {
    const steepness = Math.log(9) / (0.6 * expectedLoss);
    return o.div(1, o.add(o.exp(o.mul(o.sub(losses, 0.2 * expectedLoss), steepness)), 1));
  }, ["losses [n]"]);

/**
 * FreeDrag's λ, the weight of the current feature in its next template: 1 / (1 + exp(α (L − β))) with α = ln 9 / 0.6 l
 * and β = 0.2 l, that is, 0.5 for a loss of 0.2 l and 0.1 for one of 0.8 l.
 *
 * losses [n] → [n]. l is 0.3 (FreeDrag's faces); for another one see {@linkcode templateWeightBy}.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../../tensor.ts";
 * import { templateWeight } from "./adapt_template.ts";
 *
 * const { data } = await templateWeight.run(float32([2], [0.06, 0.24]));
 * assert(Math.abs(Number(data[0]) - 0.5) < 1e-6 && Math.abs(Number(data[1]) - 0.1) < 1e-6);
 * ```
 */
export const templateWeight: TensorFunction<[Symbolic], Symbolic> = templateWeightBy(0.3);

/**
 * FreeDrag's adaptive template: λ · current + (1 − λ) · template.
 *
 * template and current [n, C, k, k], weight λ [n] → [n, C, k, k].
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../../tensor.ts";
 * import { adaptTemplate } from "./adapt_template.ts";
 *
 * const patch = (v: number) => float32([1, 1, 1, 1], [v]);
 * const { data } = await adaptTemplate.run(patch(8), patch(4), float32([1], [0.25]));
 * assert.equal(data[0], 7);
 * ```
 */
export const adaptTemplate: TensorFunction<[Symbolic, Symbolic, Symbolic], Symbolic> = tensorFunction(
  "adaptTemplate",
  (template, current, weight) => {
    const share = o.reshape(weight, [-1, 1, 1, 1]);
    return o.add(o.mul(current, share), o.mul(template, o.sub(1, share)));
  },
  ["template [n, C, h, w]", "current [n, C, h, w]", "weight [n]"],
);
