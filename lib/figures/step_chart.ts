import { dot, gridX, gridY, line } from "@observablehq/plot";
import { drawPlot, figureDocument, type Mark } from "./document.ts";
import { AXIS, GRID, ticksOf } from "./interval.ts";
import { type LegendEntry } from "./legend.ts";
import { composeFigure, type FigureText } from "./svg.ts";

/** A chart over the steps of a drag. */
export interface StepChart extends FigureText {
  /** One entry per kind of mark. */
  readonly legend: readonly LegendEntry[];
  /** The last step; the axis starts at 0. */
  readonly lastStep: number;
  /** What the other axis shows, with its unit. */
  readonly label: string;
  /** The least range of the other axis. */
  readonly range: readonly [number, number];
  /** Over steps and values. */
  readonly marks: readonly Mark[];
}

const WIDTH = 612;
const HEIGHT = 300;

/** Draws a chart over steps, 640 pixels wide, as an SVG file. */
export function drawStepChart({ lastStep, label, range, marks, ...text }: StepChart): string {
  const document = figureDocument();
  const end = Math.max(lastStep, 1);
  const element = drawPlot(document, {
    width: WIDTH,
    height: HEIGHT,
    marginLeft: 58,
    marginRight: 12,
    marginTop: 8,
    marginBottom: 42,
    x: { domain: [0, end], label: "step", ...AXIS, ticks: Math.min(end, 10), tickFormat: "d" },
    y: { domain: range, nice: true, label, ...AXIS, ticks: 6, ...ticksOf(range) },
    marks: [gridX({ ticks: Math.min(end, 10), ...GRID }), gridY({ ticks: 6, ...GRID }), ...marks],
  });
  return composeFigure({ document, body: [{ element, x: 0, y: 0 }], width: WIDTH, height: HEIGHT, ...text });
}

/** How a curve is drawn. */
export interface CurveStyle {
  /** Any SVG colour. */
  readonly colour: string;
  /** In pixels. */
  readonly width: number;
  /** Default: 1. */
  readonly opacity?: number;
}

/** A curve over steps; values that are no finite numbers leave a gap, and one between two gaps becomes a dot. */
export function curve<Step extends { readonly step: number }>(
  steps: readonly Step[],
  valueOf: (step: Step) => number,
  { colour, width, opacity = 1 }: CurveStyle,
): Mark[] {
  const has = (step: Step | undefined): boolean => step !== undefined && Number.isFinite(valueOf(step));
  const alone = steps.filter((step, i) => has(step) && !has(steps[i - 1]) && !has(steps[i + 1]));
  const place = { x: "step", y: valueOf };
  return [
    line(steps, { ...place, z: null, stroke: colour, strokeWidth: width, strokeOpacity: opacity }),
    dot(alone, { ...place, r: 1.2 * width, fill: colour, fillOpacity: opacity }),
  ];
}
