import { type Ablation } from "../lib/lab/ablation.ts";
import { overrides } from "../lib/lab/sweep.ts";

/** How the least squares of the filter are solved, and in how many iterations. */
export const solver: Ablation = {
  name: "solver",
  title: "Solver of the filter",
  parameter: "solver",
  usual: "ridge",
  settings: overrides({
    "ridge": {},
    "gauss-newton": { filterSolver: "gauss-newton" },
    "adam": { filterSolver: "adam" },
  }),
};
