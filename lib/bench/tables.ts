import { type CaseResult } from "./bench_result.ts";
import { type ProfileRow } from "./profile.ts";
import { type StepCost } from "./step_cost.ts";

/** Lines of cells, the header first; all but the first column are numbers. */
export type Rows = readonly (readonly string[])[];

/** The case that others are compared with. */
const STANDARD = "stylegan2-512";

const ratio = (a: number, b: number): string => (a / b).toFixed(2);
const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0);

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

const officialCells = ({ official, windowed }: CaseResult): string[] =>
  official
    ? [
      official.seconds.toFixed(2),
      megabytes(official.peakMemory),
      ratio(official.seconds, windowed.seconds),
      `${official.agreeing} of ${official.steps}`,
    ]
    : OFFICIAL_HEADER.map(() => "");

/**
 * What the steps of all cases cost: seconds of ours with windows and with the whole feature map, each as a multiple of
 * the bare convolutions of its graph, their work and the memory of their process; how many times the whole map is
 * slower than windows; windows as a multiple of those of the standard case, where that was timed; and the official
 * DragGAN, where it was timed.
 */
export function costTable(results: readonly CaseResult[]): Rows {
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

/** Operators that take less than this share of a step, in both ways, stand together on one line. */
const LEAST_SHARE = 0.005;
const OTHERS = "others";

const secondsOf = (rows: readonly ProfileRow[]): number =>
  rows.reduce((sum, { seconds }) => sum + seconds, 0);

/** Cells of rows together: number of nodes, milliseconds, share of all operators. */
function profileCells(rows: readonly ProfileRow[], total: number): string[] {
  if (rows.length === 0) return ["", "", ""];
  const nodes = rows.reduce((sum, row) => sum + row.nodes, 0);
  const seconds = secondsOf(rows);
  return [`${nodes}`, (1000 * seconds).toFixed(2), `${(100 * seconds / total).toFixed(1)} %`];
}

/** Time that the operators of a step take by kind, the most expensive of the windowed step first. */
export function profileTable({ windowed, fullFrame }: CaseResult): Rows {
  const ways = [windowed.profile ?? [], fullFrame.profile ?? []].map((rows) => ({
    rows,
    total: secondsOf(rows),
  }));
  const large = new Set(
    ways.flatMap(({ rows, total }) =>
      rows.filter(({ seconds }) => seconds >= LEAST_SHARE * total).map(({ kind }) => kind)
    ),
  );
  const line = (name: string, isOn: (row: ProfileRow) => boolean): string[] => [
    name,
    ...ways.flatMap(({ rows, total }) => profileCells(rows.filter(isOn), total)),
  ];
  return [
    ["operator", ...["windowed", "full frame"].flatMap((way) => [`${way} nodes`, "ms", "share"])],
    ...[...large].map((kind) => line(kind, (row) => row.kind === kind)),
    line(OTHERS, ({ kind }) => !large.has(kind)),
    line("all", () => true),
  ];
}
