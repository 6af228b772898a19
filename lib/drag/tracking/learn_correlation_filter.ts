import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type TensorFunction, tensorFunction } from "../../runtime/tensor_function.ts";
import { conjugateProduct, dft, type Spectrum } from "./dft.ts";

/** A correlation filter in the frequency domain, as DSST keeps it so that both parts can be averaged over time. */
export type CorrelationFilter = {
  /** Ḡ ⊙ F of every channel, [n, C, k, k]. */
  readonly numerator: Spectrum;
  /** Σ F̄ ⊙ F over the channels, [n, 1, k, k]. */
  readonly energy: Symbolic;
};

/** |x|², elementwise. */
const energyOf = ({ re, im }: Spectrum): Symbolic => o.add(o.square(re), o.square(im));

/**
 * Learns one correlation filter per handle, so that the cyclic correlation with its own patch is the label:
 * H = Ḡ ⊙ F / (Σ F̄ ⊙ F + λ) for each channel, the least-squares solution on all cyclic shifts. The parts of the
 * fraction are returned; λ is added where the filter is applied, by `correlationResponse`.
 *
 * patch [n, C, k, k] (faded out towards its border), label [n, k, k] → {@linkcode CorrelationFilter}. Source: DSST,
 * equation 3 of MOSSE with several channels.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../../tensor.ts";
 * import { learnCorrelationFilter } from "./learn_correlation_filter.ts";
 *
 * const point = [1, 0, 0, 0, 0, 0, 0, 0, 0]; // its spectrum is 1 everywhere
 * const { energy } = await learnCorrelationFilter.run(float32([1, 1, 3, 3], point), float32([1, 3, 3], point));
 * assert.deepEqual([...energy.data], Array(9).fill(1));
 * ```
 */
export const learnCorrelationFilter: TensorFunction<[Symbolic, Symbolic], CorrelationFilter> = tensorFunction(
  "learnCorrelationFilter",
  (patch, label) => {
    const [n, , k] = patch.shape as [number, number, number];
    const spectrum = dft(patch);
    const wished = dft(o.reshape(label, [n, 1, k, k]));
    return {
      numerator: conjugateProduct(wished, spectrum),
      energy: o.reduceSum(energyOf(spectrum), { axes: [1], keep: true }),
    };
  },
  ["patch [n, C, k, k]", "label [n, k, k]"],
);
