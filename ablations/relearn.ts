import { type Ablation } from "../lib/lab/ablation.ts";
import { overrides } from "../lib/lab/sweep.ts";

/** The filter learned once before the drag, against learned again on the picture of every k-th step. */
export const relearn: Ablation = {
  name: "relearn",
  title: "Filter learned once or again",
  parameter: "learned",
  usual: "once",
  settings: overrides({
    "once": {},
    "every 20 steps": { relearnEvery: 20 },
    "every 5 steps": { relearnEvery: 5 },
    "every step": { relearnEvery: 1 },
  }),
};
