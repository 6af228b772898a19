import { type UnetResult } from "./bench_result.ts";
import { megabytes, ratio, type Rows } from "./rows.ts";

const HEADER = ["case", "forward s", "step s", "/ forward", "of bare rate", "GFLOP", "MB"];
const OFFICIAL_HEADER = ["official forward s", "step s", "MB", "official / ours", "steps alike"];

const officialCells = ({ official, cost }: UnetResult): string[] =>
  official
    ? [
      official.forwardSeconds.toFixed(2),
      official.seconds.toFixed(2),
      megabytes(official.peakMemory),
      ratio(official.seconds, cost.step.seconds),
      `${official.agreeing} of ${official.steps}`,
    ]
    : OFFICIAL_HEADER.map(() => "");

/**
 * What the steps of all cases of U-Nets cost: seconds of the forward pass to what the loss reads, and of a whole step, also
 * as a multiple of that; the rate of a step's products as a share of that of the same products alone; their work; the
 * memory of the process; and the official DragDiffusion, where it was timed.
 */
export function unetTable(results: readonly UnetResult[]): Rows {
  const isCompared = results.some(({ official }) => official);
  const rows = results.map((result) => {
    const { forwardSeconds, step: { seconds, bareSeconds, gflop, peakMemory } } = result.cost;
    return [
      result.case.name,
      forwardSeconds.toFixed(3),
      seconds.toFixed(3),
      ratio(seconds, forwardSeconds),
      `${(100 * bareSeconds / seconds).toFixed(0)} %`,
      gflop.toFixed(1),
      megabytes(peakMemory),
      ...(isCompared ? officialCells(result) : []),
    ];
  });
  return [[...HEADER, ...(isCompared ? OFFICIAL_HEADER : [])], ...rows];
}
