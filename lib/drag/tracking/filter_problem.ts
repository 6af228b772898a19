import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";

/**
 * The least-squares problem of a 1 × 1 correlation filter, one for each of n handles:
 *
 * min over z of  Σ_q weight(q) · (z · x(q) − y(q))² / Σ weight  +  μ ‖z − z⁰‖²
 */
export interface FilterProblem {
  /** Features x of S places, [n, S, C]. */
  readonly samples: Symbolic;
  /** Wished response y, [n, S, 1]. */
  readonly labels: Symbolic;
  /** Weight of each place, summing up to 1, [n, S, 1]. */
  readonly weights: Symbolic;
  /** The filter's start z⁰, the template feature, [n, C, 1]. */
  readonly start: Symbolic;
  /** Pull μ towards the start. */
  readonly ridge: number;
}

/** Solves for the filters, [n, C, 1], in so many iterations. */
export type FilterSolver = (problem: FilterProblem, iterations: number) => Symbolic;

/** Response of a filter to the samples, [n, S, 1]. */
export const response = ({ samples }: FilterProblem, z: Symbolic): Symbolic => o.matMul(samples, z);

/** Half the gradient of the objective at z, [n, C, 1]. */
export function halfGradient(problem: FilterProblem, z: Symbolic): Symbolic {
  const residual = o.mul(problem.weights, o.sub(response(problem, z), problem.labels));
  const data = o.matMul(o.transposeLast(problem.samples), residual);
  return o.add(data, o.mul(o.sub(z, problem.start), problem.ridge));
}

/** a · b for vectors [n, C, 1]: [n, 1, 1]. */
export const dot = (a: Symbolic, b: Symbolic): Symbolic =>
  o.reduceSum(o.mul(a, b), { axes: [1], keep: true });
