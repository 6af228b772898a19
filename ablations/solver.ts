import { type Ablation } from "../lib/lab/ablation.ts";
import { overrides } from "../lib/lab/sweep.ts";

/** How the least squares of the filter are solved, and in how many iterations; 100 of ridge are exact. */
export const solver: Ablation = {
  name: "solver",
  title: "Solver of the filter and its iterations",
  parameter: "solver, iterations",
  usual: "ridge, 100",
  settings: overrides({
    "ridge, 100": {},
    "ridge, 10": { iterations: 10 },
    "gauss-newton, 3": { filterSolver: "gauss-newton", iterations: 3 },
    "gauss-newton, 10": { filterSolver: "gauss-newton", iterations: 10 },
    "gauss-newton, 50": { filterSolver: "gauss-newton" },
    "adam, 100": { filterSolver: "adam" },
  }),
};
