import { type GanResult } from "./bench_result.ts";
import { megabytes, ratio, type Rows } from "./rows.ts";
import { type StepCost } from "./step_cost.ts";

/** The case that others are compared with. */
const STANDARD = "stylegan2-512";

const HEADER = [
  "case",
  "windowed s",
  "/ bare",
  "GFLOP",
  "MB",
  "full s",
  "/ bare",
  "GFLOP",
  "MB",
  "full / windowed",
  `/ ${STANDARD}`,
];
const OFFICIAL_HEADER = ["official s", "MB", "official / windowed", "steps alike"];

const cellsOf = ({ seconds, bareSeconds, gflop, peakMemory }: StepCost): string[] => [
  seconds.toFixed(3),
  ratio(seconds, bareSeconds),
  gflop.toFixed(1),
  megabytes(peakMemory),
];

const officialCells = ({ official, windowed }: GanResult): string[] =>
  official
    ? [
      official.seconds.toFixed(2),
      megabytes(official.peakMemory),
      ratio(official.seconds, windowed.seconds),
      `${official.agreeing} of ${official.steps}`,
    ]
    : OFFICIAL_HEADER.map(() => "");

/**
 * What the steps of all cases of GANs cost: seconds of ours with windows and with the whole feature map, each as a
 * multiple of the bare convolutions of its graph, their work and the memory of their process; how many times the whole
 * map is slower than windows; windows as a multiple of those of the standard case, where that was timed; and the
 * official DragGAN, where it was timed.
 */
export function costTable(results: readonly GanResult[]): Rows {
  const standard = results.find((result) => result.case.name === STANDARD)?.windowed;
  const isCompared = results.some(({ official }) => official);
  const rows = results.map((result) => {
    const { windowed, fullFrame } = result;
    return [
      result.case.name,
      ...cellsOf(windowed),
      ...cellsOf(fullFrame),
      ratio(fullFrame.seconds, windowed.seconds),
      standard ? ratio(windowed.seconds, standard.seconds) : "",
      ...(isCompared ? officialCells(result) : []),
    ];
  });
  return [[...HEADER, ...(isCompared ? OFFICIAL_HEADER : [])], ...rows];
}
