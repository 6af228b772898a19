import { type PhotographResult } from "./bench_result.ts";
import { megabytes, type Rows } from "./rows.ts";

/** What whole edits cost: seconds in all and of a step of the drag, the memory of the process, and the numbers checked. */
export const photographTable = (results: readonly PhotographResult[]): Rows => [
  ["case", "edit s", "drag step s", "MB", "finite numbers"],
  ...results.map(({ case: { name }, cost }) => [
    name,
    cost.seconds.toFixed(0),
    cost.secondsPerStep.toFixed(1),
    megabytes(cost.peakMemory),
    String(cost.numbers),
  ]),
];
