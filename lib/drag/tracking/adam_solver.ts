import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type FilterSolver, halfGradient } from "./filter_problem.ts";

const [LEARNING_RATE, BETA1, BETA2, EPSILON] = [0.01, 0.9, 0.999, 1e-8];

/** Plain Adam from the template feature (learning rate 0.01, our choice; the paper does not name its solver). */
export const adamSolver: FilterSolver = (problem, iterations): Symbolic => {
  let z = problem.start;
  let mean = o.mul(z, 0);
  let variance = mean;
  for (let i = 1; i <= iterations; i++) {
    const g = o.mul(halfGradient(problem, z), 2);
    mean = o.add(o.mul(mean, BETA1), o.mul(g, 1 - BETA1));
    variance = o.add(o.mul(variance, BETA2), o.mul(o.square(g), 1 - BETA2));
    const scaled = o.sqrt(o.div(variance, 1 - BETA2 ** i));
    z = o.sub(z, o.div(o.mul(mean, LEARNING_RATE / (1 - BETA1 ** i)), o.add(scaled, EPSILON)));
  }
  return z;
};
