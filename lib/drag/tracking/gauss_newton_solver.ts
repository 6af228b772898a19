import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { dot, type FilterSolver, halfGradient, response } from "./filter_problem.ts";

/**
 * Steepest descent with the step length that minimises the quadratic model along the gradient, as DiMP trains its
 * filter: α = ‖g‖² / (‖√w · X g‖² + μ ‖g‖²).
 */
export const gaussNewtonSolver: FilterSolver = (problem, iterations): Symbolic => {
  let z = problem.start;
  for (let i = 0; i < iterations; i++) {
    const g = halfGradient(problem, z);
    const image = response(problem, g);
    const energy = dot(g, g);
    const curvature = o.add(dot(o.mul(problem.weights, image), image), o.mul(energy, problem.ridge));
    z = o.sub(z, o.mul(o.div(energy, o.add(curvature, 1e-30)), g));
  }
  return z;
};
