import { axisY, barX, dot, gridX, ruleX, ruleY, text } from "@observablehq/plot";
import { type Interval } from "../metrics/bootstrap.ts";
import { drawPlot, type Mark } from "./document.ts";
import { AXIS, EACH, GRID, rangeOf, ticksOf } from "./interval.ts";
import { type Panel } from "./picture_panel.ts";
import { ellipsis, textWidth } from "./text.ts";

/** A row of a panel: one method or setting. */
export interface IntervalRow {
  /** Stands at the left; no two rows share one. */
  readonly label: string;
  /** Any SVG colour. */
  readonly colour: string;
  /** Null where nothing was measured. */
  readonly interval: Interval | null;
  /** What the mean is of, drawn faintly behind it (default: nothing). */
  readonly each?: readonly number[];
  /** Whether the label is bold (default: no). */
  readonly bold?: boolean;
}

/** Rows over one axis. */
export interface IntervalRows {
  /** Stands below the axis (default: nothing). */
  readonly label?: string;
  /** From above. */
  readonly rows: readonly IntervalRow[];
  /** Whether means are bars from 0, with their number beside them, or dots. */
  readonly bars: boolean;
  /** After the point, of the numbers beside bars (default: so many that the largest has three in all). */
  readonly digits?: number;
  /** Pixels in all. */
  readonly width: number;
}

const ROW_HEIGHT = 26;
const LABEL_SIZE = 11;
const MOST_LABEL = 150;
const TOP = 4;
/** Below: of the axis alone, and with its label. */
const [TICKS, LABEL] = [24, 40];

/** Draws means with their intervals, one row each. */
export function drawIntervalRows(
  document: Document,
  { label = "", rows, bars, digits, width }: IntervalRows,
): Panel {
  const shown = rows.filter((row) => row.interval !== null);
  const numberOf = numbersWith(digits ?? digitsFor(shown.map(meanOf)));
  const widest = Math.max(0, ...shown.map((row) => textWidth(numberOf(row), LABEL_SIZE)));
  const values = shown.flatMap(({ interval, each = [] }) => [interval!.low, interval!.high, ...each]);
  const labels = rows.map((row) => ellipsis(row.label, MOST_LABEL, LABEL_SIZE));
  const labelOf = new Map(rows.map((row, i) => [row.label, labels[i]!]));
  const marginLeft = Math.max(...labels.map((text) => textWidth(text, LABEL_SIZE))) + 14;
  const marginBottom = label ? LABEL : TICKS;
  const height = rows.length * ROW_HEIGHT + TOP + marginBottom;
  const range = rangeOf(values, bars);
  const element = drawPlot(document, {
    width,
    height,
    marginLeft,
    marginRight: bars ? widest + 16 : 14,
    marginTop: TOP,
    marginBottom,
    x: { domain: range, ...ticksOf(range), label: label || null, ...AXIS, ticks: 4, nice: bars },
    y: { type: "band", domain: rows.map((row) => row.label), padding: 0.3 },
    marks: [
      gridX({ ticks: 4, ...GRID }),
      ...[false, true].map((bold) =>
        axisY(rows.filter((row) => (row.bold ?? false) === bold).map((row) => row.label), {
          label: null,
          tickSize: 0,
          fontSize: LABEL_SIZE,
          fontWeight: bold ? "bold" : "normal",
          tickFormat: (name: string) => labelOf.get(name) ?? name,
        })
      ),
      ...(bars ? barMarks(shown, numberOf) : dotMarks(shown)),
      absentMark(rows.filter(({ interval }) => interval === null)),
    ],
  });
  return { element, width, height };
}

const place = { y: ({ label }: IntervalRow): string => label };
const meanOf = ({ interval }: IntervalRow): number => interval!.value;

/** A line from end to end of each interval. */
const whiskers = (rows: readonly IntervalRow[], stroke: (row: IntervalRow) => string, width: number): Mark =>
  ruleY(rows, {
    ...place,
    x1: ({ interval }: IntervalRow) => interval!.low,
    x2: ({ interval }: IntervalRow) => interval!.high,
    stroke,
    strokeWidth: width,
  });

/** Words where a bar or dot would be, so that nothing measured is not taken for 0. */
const absentMark = (rows: readonly IntervalRow[]): Mark =>
  text(rows, {
    ...place,
    text: () => "not measured",
    frameAnchor: "left",
    dx: 5,
    fontSize: LABEL_SIZE,
    fill: "#777",
  });

function barMarks(rows: readonly IntervalRow[], numberOf: (row: IntervalRow) => string): Mark[] {
  return [
    barX(rows, { ...place, x: meanOf, fill: ({ colour }: IntervalRow) => colour, fillOpacity: 0.75 }),
    ruleX([0], { stroke: "#000", strokeWidth: 1 }),
    whiskers(rows, () => "#000", 1.4),
    text(rows, {
      ...place,
      x: ({ interval }: IntervalRow) => Math.max(interval!.high, 0),
      text: numberOf,
      textAnchor: "start",
      dx: 5,
      fontSize: LABEL_SIZE,
    }),
  ];
}

function dotMarks(rows: readonly IntervalRow[]): Mark[] {
  const each = rows.flatMap(({ label, each = [] }) => each.map((x) => ({ label, x })));
  const colour = ({ colour }: IntervalRow): string => colour;
  return [
    dot(each, { y: "label", x: "x", dy: 7, r: 1.8, fill: EACH, fillOpacity: 0.6 }),
    whiskers(rows, colour, 2.2),
    dot(rows, { ...place, x: meanOf, r: 4.2, fill: colour, stroke: "white", strokeWidth: 1 }),
  ];
}

const numbersWith = (digits: number) => (row: IntervalRow): string => meanOf(row).toFixed(digits);

/** So many digits after the point that the largest number has three that count, none where it has three before. */
const digitsFor = (values: readonly number[]): number => {
  const most = Math.max(...values.map(Math.abs));
  return most > 0 ? Math.min(20, Math.max(0, 2 - Math.floor(Math.log10(most)))) : 0;
};
