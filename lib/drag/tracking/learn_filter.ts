import { lookUp } from "../../look_up.ts";
import { stopGradient } from "../../onnx/alias.ts";
import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type TensorFunction, tensorFunction } from "../../runtime/tensor_function.ts";
import { adamSolver } from "./adam_solver.ts";
import { type FilterSolver } from "./filter_problem.ts";
import { gaussNewtonSolver } from "./gauss_newton_solver.ts";
import { ridgeSolver } from "./ridge_solver.ts";

/**
 * The solvers of the filter, each with its default number of iterations: our choice, so many that drags lose no more handles
 * than with the exact solution (`ablate solver`).
 */
export const FILTER_SOLVERS = {
  ridge: { solve: ridgeSolver, iterations: 100 },
  "gauss-newton": { solve: gaussNewtonSolver, iterations: 50 },
  adam: { solve: adamSolver, iterations: 100 },
} as const satisfies Record<string, { solve: FilterSolver; iterations: number }>;

/** Name of a filter solver. */
export type FilterSolverName = keyof typeof FILTER_SOLVERS;

/** Options of {@linkcode learnFilterBy}. */
export interface LearnFilterOptions {
  /** How the least squares are solved (default "ridge": exact). Our choice. */
  readonly filterSolver: FilterSolverName;
  /** Pull μ of the filter towards the template feature (default 1e-3). Our choice. */
  readonly ridge: number;
  /** Iterations of the solver (default: 100 for ridge and adam, 50 for gauss-newton). */
  readonly iterations?: number | undefined;
}

/**
 * The learner with options: see {@linkcode learnFilter}.
 *
 * @throws {InputError} when there is no such solver.
 */
export const learnFilterBy = (
  { filterSolver = "ridge", ridge = 1e-3, iterations }: Partial<LearnFilterOptions> = {},
): TensorFunction<[Symbolic, Symbolic, Symbolic, Symbolic], Symbolic> =>
  tensorFunction("learnFilter", (samples, labels, weights, template) => {
    const [n, s, c] = samples.shape as [number, number, number];
    const raw = o.reshape(weights, [n, s, 1]);
    const problem = {
      samples: stopGradient(samples),
      labels: o.reshape(labels, [n, s, 1]),
      weights: o.div(raw, o.add(o.reduceSum(raw, { axes: [1], keep: true }), 1e-12)),
      start: stopGradient(o.reshape(template, [n, c, 1])),
      ridge,
    };
    const solver = lookUp(FILTER_SOLVERS, filterSolver, "filterSolver");
    return o.reshape(solver.solve(problem, iterations ?? solver.iterations), [n, c]);
  }, ["samples [n, S, C]", "labels [n, S]", "weights [n, S]", "template [n, C]"]);

/**
 * Learns one 1 × 1 correlation filter per handle, started at the handle's template feature, so that it answers
 * with `labels` at the samples: StableDrag's discriminative tracker, learned once before the drag on detached
 * features. Solved exactly with μ = 1e-3 for features of length 1, as `normalizedFeatures` makes them and the tracker has them
 * (of longer ones it is a weaker pull, and float32 solves less exactly); for other solvers see {@linkcode learnFilterBy}.
 *
 * samples [n, S, C], labels [n, S], weights [n, S] (≥ 0, such as 1 inside of the picture), template [n, C]
 * → filter [n, C].
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../../tensor.ts";
 * import { learnFilter } from "./learn_filter.ts";
 *
 * // Two places with two channels; the handle is the first. The second is a distractor that shares channel 1.
 * const samples = float32([1, 2, 2], [1, 1, 0, 1]);
 * const filter = await learnFilter.run(samples, float32([1, 2], [1, 0]), float32([1, 2], [1, 1]), float32([1, 2], [1, 1]));
 * const [a, b] = filter.data as Float32Array;
 * assert(Math.abs(a! + b! - 1) < 0.01 && Math.abs(b!) < 0.01); // answers 1 at the handle, 0 at the distractor
 * ```
 */
export const learnFilter: TensorFunction<[Symbolic, Symbolic, Symbolic, Symbolic], Symbolic> = learnFilterBy({
  filterSolver: "ridge",
  ridge: 1e-3,
});
