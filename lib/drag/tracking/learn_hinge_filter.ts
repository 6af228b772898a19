import { stopGradient } from "../../onnx/alias.ts";
import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type TensorFunction, tensorFunction } from "../../runtime/tensor_function.ts";
import { dot } from "./filter_problem.ts";

/** Options of {@linkcode learnHingeFilterBy}. */
export interface LearnHingeFilterOptions {
  /**
   * Pull μ ≥ 0 of the filter towards the template, beside a weighted mean over places (default 1e-3, our choice;
   * pytracking's 1e-4 for DiMP pulls towards 0 beside a sum over places, and cannot be compared).
   */
  readonly ridge: number;
  /** Steps of steepest descent (default 10: DiMP's first frame). */
  readonly iterations: number;
}

/** Learns filters [n, C] from samples, labels, mask, weights and template: see {@linkcode learnHingeFilter}. */
export type HingeLearner = TensorFunction<[Symbolic, Symbolic, Symbolic, Symbolic, Symbolic], Symbolic>;

/** How much of a score counts where it is negative: (1 + m) / 2 of s and (1 − m) / 2 of |s|; and the slope of that. */
const activation = (s: Symbolic, mask: Symbolic): { value: Symbolic; slope: Symbolic } => {
  const [linear, even] = [o.mul(o.add(1, mask), 0.5), o.mul(o.sub(1, mask), 0.5)];
  return {
    value: o.add(o.mul(linear, s), o.mul(even, o.abs(s))),
    slope: o.add(linear, o.mul(even, o.sign(s))),
  };
};

/** The learner with options: see {@linkcode learnHingeFilter}. */
export const learnHingeFilterBy = ({ ridge, iterations }: LearnHingeFilterOptions): HingeLearner =>
  tensorFunction("learnHingeFilter", (samples, labels, mask, weights, template) => {
    const [n, s, c] = samples.shape as [number, number, number];
    const column = (x: Symbolic): Symbolic => o.reshape(x, [n, s, 1]);
    const x = stopGradient(samples);
    const start = stopGradient(o.reshape(template, [n, c, 1]));
    const weight = o.div(
      column(weights),
      o.add(o.reduceSum(column(weights), { axes: [1], keep: true }), 1e-12),
    );
    let z = start;
    for (let i = 0; i < iterations; i++) {
      const { value, slope } = activation(o.matMul(x, z), column(mask));
      const residual = o.mul(o.mul(weight, slope), o.sub(value, column(labels)));
      const g = o.add(o.matMul(o.transposeLast(x), residual), o.mul(o.sub(z, start), ridge));
      const image = o.mul(slope, o.matMul(x, g));
      const energy = dot(g, g);
      const curvature = o.add(dot(o.mul(weight, image), image), o.mul(energy, ridge));
      z = o.sub(z, o.mul(o.div(energy, o.add(curvature, 1e-30)), g));
    }
    return o.reshape(z, [n, c]);
  }, ["samples [n, S, C]", "labels [n, S]", "mask [n, S]", "weights [n, S]", "template [n, C]"]);

/**
 * Learns one filter per handle with DiMP's hinge-like residual, by its steepest descent with Gauss–Newton's step
 * length, from the template:
 *
 * min over z of  Σ_q weight(q) · (a(z · x(q)) − y(q))² / Σ weight  +  μ ‖z − z⁰‖²,
 * a(s) = (1 + m)/2 · s + (1 − m)/2 · |s|
 *
 * The mask m is 1 at the handle, where the score shall be the label, and 0 in the background, where a score below 0 is
 * as good as 0. Ten steps with μ = 1e-3; for others see {@linkcode learnHingeFilterBy}.
 *
 * samples [n, S, C], labels [n, S], mask [n, S] (0 to 1), weights [n, S] (≥ 0), template [n, C] → filter [n, C].
 * Source: DiMP (its learned label, mask and weights at their start); the pull to the template is our choice.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../../tensor.ts";
 * import { learnHingeFilter } from "./learn_hinge_filter.ts";
 *
 * // The handle and a place of the background that scores −1 already: nothing is left to learn.
 * const [samples, labels, mask] = [float32([1, 2, 1], [1, -1]), float32([1, 2], [1, 0]), float32([1, 2], [1, 0])];
 * const { data } = await learnHingeFilter.run(samples, labels, mask, float32([1, 2], [1, 1]), float32([1, 1], [1]));
 * assert.equal(data[0], 1);
 * ```
 */
export const learnHingeFilter: HingeLearner = learnHingeFilterBy({ ridge: 1e-3, iterations: 10 });
