import { rect, ruleY } from "@observablehq/plot";
import { type DragRecord, type StepLine } from "../../drag/record.ts";
import { handleColour, MOST_COLOURS, TEMPLATE_COLOUR } from "../../figures/colours.ts";
import { drawPlot, type Mark } from "../../figures/document.ts";
import { AXIS } from "../../figures/interval.ts";
import { type LabelledPanel } from "../../figures/panel_grid.ts";
import { curve } from "../../figures/step_chart.ts";

/** Pixels of a chart from above to below. */
export const CHART_HEIGHT = 228;
const CHART_WIDTH = 264;

const styleOf = (index: number, count: number): { colour: string; width: number; opacity: number } =>
  count > MOST_COLOURS
    ? { colour: "#777777", width: 0.8, opacity: 0.5 }
    : { colour: handleColour(index), width: 1.8, opacity: 1 };

/** A curve for each handle over the steps. */
const curvesOf = ({ points, steps }: DragRecord, valuesOf: (line: StepLine) => readonly number[]): Mark[] =>
  points.flatMap((_, i) => curve(steps, (line) => valuesOf(line)[i]!, styleOf(i, points.length)));

/** Steps at which the template supervises. */
const templateMarks = ({ steps }: DragRecord, lastStep: number): Mark =>
  rect(steps.filter(({ supervisedBy }) => supervisedBy.includes("template")), {
    x1: ({ step }: StepLine) => Math.max(step - 0.5, 0),
    x2: ({ step }: StepLine) => Math.min(step + 0.5, lastStep),
    fill: TEMPLATE_COLOUR,
    fillOpacity: ({ supervisedBy }: StepLine) =>
      0.15 + 0.3 * supervisedBy.filter((by) => by === "template").length / supervisedBy.length,
    shapeRendering: "crispEdges",
  });

/** The range of values that axes show, with what they show at least. */
const rangeOf = (values: readonly number[], least: readonly [number, number]): [number, number] =>
  values.filter(Number.isFinite).reduce<[number, number]>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [...least],
  );

interface Chart {
  readonly label: string;
  readonly domain: [number, number];
  readonly lastStep: number;
  readonly marks: readonly Mark[];
}

function drawChart(document: Document, { label, domain, lastStep, marks }: Chart): LabelledPanel {
  const element = drawPlot(document, {
    ...{
      width: CHART_WIDTH,
      height: CHART_HEIGHT,
      marginLeft: 38,
      marginRight: 16,
      marginTop: 6,
      marginBottom: 38,
    },
    x: { ...AXIS, domain: [0, lastStep], label: "step", ticks: Math.min(5, lastStep), tickFormat: "d" },
    y: { ...AXIS, domain, nice: true, label: null, ticks: 5, grid: true },
    marks: [...marks],
  });
  return { element, width: CHART_WIDTH, height: CHART_HEIGHT, label };
}

/**
 * The distance of each handle to its target, and its confidence, over the steps.
 *
 * @param lastStep where the axes of steps end, at least.
 */
export function drawCharts(document: Document, record: DragRecord, lastStep = 1): LabelledPanel[] {
  const { steps, tau } = record;
  const end = Math.max(lastStep, steps.at(-1)?.step ?? 0, 1);
  const chart = (
    label: string,
    valuesOf: (line: StepLine) => readonly number[],
    beneath: readonly Mark[],
  ): LabelledPanel => {
    const domain = rangeOf(steps.flatMap(valuesOf), [0, 1]);
    const marks = [...beneath, ...curvesOf(record, valuesOf)];
    return drawChart(document, { label, domain, lastStep: end, marks });
  };
  const threshold = tau === undefined ? [] : [ruleY([tau], { strokeDasharray: "6,4" })];
  return [
    chart("distance to the target (px)", ({ distances }) => distances, []),
    chart("confidence", ({ confidence }) => confidence, [templateMarks(record, end), ...threshold]),
  ];
}
