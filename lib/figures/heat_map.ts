import { axisY, rect } from "@observablehq/plot";
import { isInside, type Point } from "../drag/points.ts";
import { type Size } from "../generators/size.ts";
import { drawPlot, type Mark, svgElement } from "./document.ts";
import { AXIS } from "./interval.ts";
import { drawMarks, type PictureMarks } from "./picture_marks.ts";
import { type Panel } from "./picture_panel.ts";

/** Numbers on a square of pixels of the picture, or of a coarser grid. */
export interface HeatMap {
  /** Row by row, k · k of them; those that are no finite numbers are left out. */
  readonly values: ArrayLike<number>;
  /** Number of rows and columns k. */
  readonly side: number;
  /** Pixels of the picture from one number to the next (default 1). */
  readonly spacing?: number;
  /** The pixel in its middle. */
  readonly centre: Point;
  /** Height and width of the picture in pixels; values beyond are left out (default: none are). */
  readonly picture?: Size;
  /** Whether small values are the bright ones (default: no). */
  readonly reverse?: boolean;
  /** What is marked over it. */
  readonly marks: PictureMarks;
}

/** One pixel of a heat-map. */
export interface HeatCell {
  /** In pixels of the picture. */
  readonly x: number;
  /** In pixels of the picture. */
  readonly y: number;
  /** What is drawn there. */
  readonly value: number;
}

const SCHEME = "viridis";
const [LEFT, TOP, BOTTOM, BAR] = [46, 6, 40, 62];
const BAR_STEPS = 48;
/** So that no seam shows between neighbours. */
const OVERLAP = { insetRight: -0.5, insetBottom: -0.5 };

/** The cells that have a number and lie in the picture. */
export function cellsOf({ values, side, centre, picture, spacing = 1 }: HeatMap): HeatCell[] {
  const radius = (side - 1) / 2;
  return Array.from({ length: side * side }, (_, i): HeatCell => ({
    x: centre[0] + spacing * ((i % side) - radius),
    y: centre[1] + spacing * (Math.floor(i / side) - radius),
    value: values[i]!,
  })).filter(({ x, y, value }) => Number.isFinite(value) && (!picture || isInside([x, y], picture)));
}

/** The cell with the largest value, or the smallest. */
export const extremeOf = (cells: readonly HeatCell[], reverse = false): HeatCell | undefined =>
  cells.reduce<HeatCell | undefined>(
    (best, cell) => !best || (reverse ? cell.value < best.value : cell.value > best.value) ? cell : best,
    undefined,
  );

/** The range of the colours, never empty. */
function domainOf(cells: readonly HeatCell[]): [number, number] {
  if (cells.length === 0) return [0, 1];
  const [least, most] = [extremeOf(cells, true)!.value, extremeOf(cells)!.value];
  return least === most ? [least - 0.5, most + 0.5] : [least, most];
}

/** Draws a heat-map with axes in pixels of the picture and a colour scale at its right, `size` pixels high inside. */
export function drawHeatMap(document: Document, map: HeatMap, size: number): Panel {
  const { side, centre, spacing = 1, reverse = false, marks } = map;
  const cells = cellsOf(map);
  const color = { scheme: SCHEME, domain: domainOf(cells), reverse } as const;
  const [xs, ys] = centre.map((middle) => [middle - spacing * side / 2, middle + spacing * side / 2]) as [
    number[],
    number[],
  ];
  const [inner, height] = [size + LEFT + 4, size + TOP + BOTTOM];
  const plot = drawPlot(document, {
    width: inner,
    height,
    ...{ marginLeft: LEFT, marginRight: 4, marginTop: TOP, marginBottom: BOTTOM },
    x: { ...AXIS, domain: xs, label: "x (px)", ticks: 6, tickFormat: "d" },
    y: { ...AXIS, domain: ys.toReversed(), label: "y (px)", ticks: 6, tickFormat: "d" },
    color,
    marks: [
      rect([0], { x1: xs[0]!, x2: xs[1]!, y1: ys[0]!, y2: ys[1]!, fill: "#ddd" }),
      cellMarks(cells, spacing / 2),
      ...drawMarks(marks, size, size / (spacing * side)),
    ],
  });
  const bar = drawBar(document, color, height);
  bar.setAttribute("x", String(inner));
  const width = inner + BAR;
  return { element: svgElement(document, "svg", { width, height }, [plot, bar]), width, height };
}

const cellMarks = (cells: readonly HeatCell[], half: number): Mark =>
  rect(cells, {
    x1: ({ x }: HeatCell) => x - half,
    x2: ({ x }: HeatCell) => x + half,
    y1: ({ y }: HeatCell) => y - half,
    y2: ({ y }: HeatCell) => y + half,
    fill: "value",
    ...OVERLAP,
    shapeRendering: "crispEdges",
  });

/** The colours of a range of values. */
function drawBar(
  document: Document,
  color: { readonly scheme: "viridis"; readonly domain: [number, number]; readonly reverse: boolean },
  height: number,
): Element {
  const [least, most] = color.domain;
  const step = (most - least) / BAR_STEPS;
  const steps = Array.from({ length: BAR_STEPS }, (_, i) => least + (i + 0.5) * step);
  return drawPlot(document, {
    width: BAR,
    height,
    ...{ marginLeft: 8, marginRight: BAR - 20, marginTop: TOP, marginBottom: BOTTOM },
    x: { axis: null, domain: [0, 1] },
    y: { domain: [least, most] },
    color,
    marks: [
      rect(steps, {
        ...{ x1: 0, x2: 1, shapeRendering: "crispEdges" },
        y1: (v: number) => v - 0.5 * step,
        y2: (v: number) => v + 0.5 * step,
        fill: (v: number) => v,
        insetTop: -0.5,
      }),
      axisY({ anchor: "right", ticks: 5, tickSize: 4, label: null }),
    ],
  });
}
