import { axisX, dot, gridX, gridY, line, ruleX } from "@observablehq/plot";
import { InputError } from "../errors.ts";
import { type Interval } from "../metrics/bootstrap.ts";
import { drawPlot, figureDocument, type Mark } from "./document.ts";
import { AXIS, checkMeans, EACH, GRID, rangeOf, ticksOf } from "./interval.ts";
import { drawIntervalRows } from "./interval_rows.ts";
import { type LegendEntry } from "./legend.ts";
import { type LabelledPanel, placePanels } from "./panel_grid.ts";
import { composeFigure, type FigureText } from "./svg.ts";

/** One setting of an ablation. */
export interface CurveSetting {
  /** No two settings share one. */
  readonly label: string;
  /** Where it stands on the axis; without values settings stand below each other. */
  readonly value?: number;
}

/** One quantity of an ablation, with a value for each setting. */
export interface CurvePanel {
  /** What it is, with its unit. */
  readonly label: string;
  /** Of each setting; null where nothing was measured. */
  readonly means: readonly (Interval | null)[];
  /** What the means are of: the values of each pair over the settings, null where there is none (default: none). */
  readonly each?: readonly (readonly (number | null)[])[];
}

/** What an ablation found. */
export interface AblationCurve {
  /** What differs between the settings, with its unit. */
  readonly parameter: string;
  /** In the order of the table. */
  readonly settings: readonly CurveSetting[];
  /** One panel each. */
  readonly panels: readonly CurvePanel[];
  /** Label of the setting that is usual (default: none). */
  readonly usual?: string;
  /** How values stand on the axis (default `"linear"`). */
  readonly scale?: "linear" | "log";
}

const COLOUR = "#0072b2";
const USUAL = "#d55e00";
const [WIDTH, HEIGHT, COLUMNS] = [330, 220, 2];

/**
 * Each quantity of an ablation against the parameter that was changed, with intervals: curves where all settings have
 * a value, else rows. Thin lines or faint dots are the single pairs. An SVG file with two panels in a row.
 *
 * @throws {InputError} when there is no setting or no panel, a panel has not one mean for each setting, or a value has no
 * place on a logarithmic axis.
 */
export function ablationCurve(curve: AblationCurve, text: FigureText = {}): string {
  const { settings, panels, usual, parameter } = curve;
  checkMeans(settings, panels);
  checkScale(curve);
  const document = figureDocument();
  const isCurve = settings.every(({ value }) => value !== undefined);
  const grid = isCurve
    ? placePanels(document, panels.map((panel) => drawCurve(document, curve, panel)), COLUMNS)
    : placePanels(document, panels.map((panel) => drawRows(document, curve, panel)), COLUMNS);
  const caption = [...(isCurve ? [] : [`At the left: ${parameter}.`]), text.caption ?? ""].join(" ").trim();
  return composeFigure({
    ...text,
    caption,
    document,
    ...grid,
    legend: legendOf(isCurve, usual, panels.some(({ each = [] }) => each.length > 0)),
  });
}

function checkScale({ settings, scale }: AblationCurve): void {
  const odd = settings.find(({ value }) => value !== undefined && !(value > 0));
  if (scale !== "log" || odd === undefined) return;
  throw new InputError(
    `Expected values above 0 for a logarithmic axis but found ${odd.value} of ${JSON.stringify(odd.label)}.`,
  );
}

function legendOf(isCurve: boolean, usual: string | undefined, hasEach: boolean): LegendEntry[] {
  return [
    { label: "mean, 95 % interval", colour: COLOUR, symbol: isCurve ? "line" : "dot" },
    ...(hasEach
      ? [{ label: "each pair", colour: EACH, symbol: isCurve ? "line" as const : "dot" as const }]
      : []),
    ...(usual === undefined
      ? []
      : [{ label: `usual: ${usual}`, colour: USUAL, symbol: isCurve ? "dash" as const : "dot" as const }]),
  ];
}

/** Settings as rows, for those without values. */
function drawRows(document: Document, { settings, usual }: AblationCurve, panel: CurvePanel): LabelledPanel {
  const rows = settings.map(({ label }, i) => ({
    label,
    colour: label === usual ? USUAL : COLOUR,
    interval: panel.means[i]!,
    each: (panel.each ?? []).flatMap((values) => values[i] ?? []),
    bold: label === usual,
  }));
  return { ...drawIntervalRows(document, { rows, bars: false, width: WIDTH }), label: panel.label };
}

/** One point of a curve. */
interface At extends Interval {
  readonly x: number;
}

function drawCurve(
  document: Document,
  { settings, parameter, usual, scale = "linear" }: AblationCurve,
  { label, means, each = [] }: CurvePanel,
): LabelledPanel {
  const xs = settings.map(({ value }) => value!);
  const points = means.flatMap((mean, i): At[] => (mean ? [{ ...mean, x: xs[i]! }] : []));
  const values = [
    ...points.flatMap(({ low, high }) => [low, high]),
    ...each.flat().filter((v) => v !== null),
  ];
  const [least, most] = [Math.min(...xs), Math.max(...xs)];
  const room = 0.05 * (most - least || 1);
  const range = rangeOf(values);
  const element = drawPlot(document, {
    width: WIDTH,
    height: HEIGHT,
    marginLeft: 46,
    marginRight: 12,
    marginTop: 6,
    marginBottom: 40,
    x: scale === "log"
      ? { type: "log", domain: [least / 1.2, most * 1.2] }
      : { domain: [least - room, most + room] },
    y: { domain: range, ticks: 5, label: null, ...ticksOf(range) },
    marks: [
      axisX(xs, { ...AXIS, label: parameter, text: String }),
      gridX(xs, GRID),
      gridY({ ticks: 5, ...GRID }),
      ...usualMarks(settings, usual),
      ...each.map((pair) => pairLine(xs, pair)),
      ...meanMarks(points),
    ],
  });
  return { element, width: WIDTH, height: HEIGHT, label };
}

function usualMarks(settings: readonly CurveSetting[], usual: string | undefined): Mark[] {
  const marked = settings.filter(({ label }) => label === usual).map(({ value }) => value!);
  return [ruleX(marked, { stroke: USUAL, strokeWidth: 1.4, strokeDasharray: "5,4" })];
}

/** A thin line through the values of one pair, with gaps where there is none. */
const pairLine = (xs: readonly number[], values: readonly (number | null)[]): Mark =>
  line(xs.map((x, i) => ({ x, y: values[i] ?? NaN })), {
    x: "x",
    y: "y",
    stroke: EACH,
    strokeWidth: 0.8,
    strokeOpacity: 0.45,
  });

function meanMarks(points: readonly At[]): Mark[] {
  const sorted = points.toSorted((a, b) => a.x - b.x);
  return [
    ruleX(sorted, { x: "x", y1: "low", y2: "high", stroke: COLOUR, strokeWidth: 2.2 }),
    line(sorted, { x: "x", y: "value", stroke: COLOUR, strokeWidth: 1.6 }),
    dot(sorted, { x: "x", y: "value", r: 4, fill: COLOUR, stroke: "white", strokeWidth: 1 }),
  ];
}
