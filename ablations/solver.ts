import { stabledrag, type StabledragOptions } from "../lib/drag/methods/stabledrag.ts";
import { type Ablation } from "../lib/lab/ablation.ts";

const SETTINGS: Readonly<Record<string, StabledragOptions>> = {
  "ridge, 100": {},
  "ridge, 10": { iterations: 10 },
  "gauss-newton, 3": { filterSolver: "gauss-newton", iterations: 3 },
  "gauss-newton, 10": { filterSolver: "gauss-newton" },
  "gauss-newton, 50": { filterSolver: "gauss-newton", iterations: 50 },
  "adam, 100": { filterSolver: "adam" },
};

/** How the least squares of the filter are solved, and in how many iterations; 100 of ridge are exact. */
export const solver: Ablation = {
  name: "solver",
  title: "Solver of the filter and its iterations",
  parameter: "solver, iterations",
  usual: "ridge, 100",
  settings: (generator) =>
    Object.entries(SETTINGS).map(([label, options]) => ({ label, method: stabledrag(generator, options) })),
};
