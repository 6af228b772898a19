import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type TensorFunction, tensorFunction } from "../../runtime/tensor_function.ts";
import { conjugateProduct, dft, inverseDft } from "./dft.ts";
import { type CorrelationFilter } from "./learn_correlation_filter.ts";

/** The response with a weight of λ: see {@linkcode correlationResponse}. */
export const correlationResponseBy = (
  ridge: number,
): TensorFunction<[Symbolic, CorrelationFilter], Symbolic> =>
  tensorFunction("correlationResponse", (patch, { numerator, energy }) => {
    const [n, , k] = patch.shape as [number, number, number];
    const { re, im } = conjugateProduct(numerator, dft(patch));
    const level = o.mul(o.reduceMean(energy, { axes: [1, 2, 3], keep: true }), ridge);
    const scale = o.add(o.add(energy, level), 1e-12);
    const summed = (x: Symbolic): Symbolic => o.div(o.reduceSum(x, { axes: [1], keep: true }), scale);
    return o.reshape(inverseDft({ re: summed(re), im: summed(im) }), [n, k, k]);
  }, ["patch [n, C, k, k]", "filter"]);

/**
 * Response of each handle's correlation filter to a patch: IDFT of Σ Ā ⊙ Z / (B + λ) with the numerator A and the
 * energy B of the filter. The peak lies at the label's place, moved as the content of the patch has moved.
 *
 * λ is `ridge` times the mean of B (our choice, so that it does not depend on the scale of the features); 0.01 here,
 * DSST's number; for others see {@linkcode correlationResponseBy}.
 *
 * patch [n, C, k, k], filter from `learnCorrelationFilter` → [n, k, k]. Source: DSST, equation 6.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../../tensor.ts";
 * import { correlationResponse } from "./correlation_response.ts";
 * import { learnCorrelationFilter } from "./learn_correlation_filter.ts";
 *
 * const at = (i: number) => Float32Array.from({ length: 9 }, (_, j) => (i === j ? 1 : 0));
 * const filter = await learnCorrelationFilter.run(float32([1, 1, 3, 3], at(0)), float32([1, 3, 3], at(4)));
 * const { data } = await correlationResponse.run(float32([1, 1, 3, 3], at(1)), filter); // one to the right
 * assert.equal((data as Float32Array).indexOf(Math.max(...data as Float32Array)), 5);
 * ```
 */
export const correlationResponse: TensorFunction<[Symbolic, CorrelationFilter], Symbolic> =
  correlationResponseBy(0.01);
