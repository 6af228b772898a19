import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { dot, type FilterSolver, halfGradient } from "./filter_problem.ts";

/**
 * The exact minimum: the normal equations (Xᵀ W X + μ I)(z − z⁰) = −gradient(z⁰), by conjugate gradients. With
 * features of length 1 the condition number is at most 1/μ, so that 100 iterations reach rounding error.
 */
export const ridgeSolver: FilterSolver = (problem, iterations): Symbolic => {
  const covariance = o.matMul(o.transposeLast(problem.samples), o.mul(problem.samples, problem.weights));
  let step = o.mul(problem.start, 0);
  let residual = o.neg(halfGradient(problem, problem.start));
  let direction = residual;
  let energy = dot(residual, residual);
  for (let i = 0; i < iterations; i++) {
    const image = o.add(o.matMul(covariance, direction), o.mul(direction, problem.ridge));
    const length = o.div(energy, o.add(dot(direction, image), 1e-30));
    step = o.add(step, o.mul(length, direction));
    residual = o.sub(residual, o.mul(length, image));
    const next = dot(residual, residual);
    direction = o.add(residual, o.mul(o.div(next, o.add(energy, 1e-30)), direction));
    energy = next;
  }
  return o.add(problem.start, step);
};
