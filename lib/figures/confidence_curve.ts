import { type Markish, rect, ruleY } from "@observablehq/plot";
import { type DragRecord, type StepLine } from "../drag/record.ts";
import { InputError } from "../errors.ts";
import { mean } from "../metrics/bootstrap.ts";
import { handleColour, MOST_COLOURS, TEMPLATE_COLOUR } from "./colours.ts";
import { type LegendEntry } from "./legend.ts";
import { checkSteps } from "./paths.ts";
import { curve, drawStepChart } from "./step_chart.ts";
import { type FigureText } from "./svg.ts";

/** Where handles are too many for a colour each, they are drawn beneath their mean. */
const EACH_COLOUR = "#999999";
const MEAN_COLOUR = "#0072b2";

/** What the numbers are: of methods with a tracker, and of FreeDrag, which has neither a tracker nor a threshold. */
const WORDS = {
  tracker: {
    title: "Confidence of the tracker",
    label: "confidence relative to the start",
    caption: "1 is the confidence in the picture before the drag.",
  },
  freedrag: {
    title: "Weight of the current feature in the template",
    label: "weight of the current feature",
    caption: "At 1 the template becomes what is seen now, at 0 it stays what it was.",
  },
} as const;

/**
 * The confidence of each handle against the step, with the threshold τ dashed where the record has a finite one,
 * and the steps shaded at which the template supervises: the darker, the more of the handles. An SVG file, 640
 * pixels wide. Confidences that are no finite numbers leave a gap. Of a record of the method `freedrag` they are the
 * weights with which its templates take up what is seen, and are called so.
 *
 * @throws {InputError} when the record has no step or no finite confidence at all, no points or none for some step.
 */
export function confidenceCurve(record: DragRecord, text: FigureText = {}): string {
  checkSteps(record);
  const { method, steps, tau } = record;
  const values = steps.flatMap(({ confidence }) => confidence).filter(Number.isFinite);
  if (values.length === 0) {
    throw new InputError(
      `Expected a finite confidence in the record of ${JSON.stringify(method)} but found none.`,
    );
  }
  const threshold = tau !== undefined && Number.isFinite(tau) ? [tau] : [];
  const range = [...values, ...threshold].reduce<readonly [number, number]>(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [0, 1],
  );
  const lastStep = Math.max(steps.at(-1)!.step, 1);
  const words = WORDS[method === "freedrag" ? "freedrag" : "tracker"];
  return drawStepChart({
    title: `${words.title}: ${method}`,
    caption: words.caption,
    ...text,
    legend: legendOf(record, threshold),
    lastStep,
    label: words.label,
    range,
    marks: [
      ...shades(steps, lastStep),
      ...curves(record),
      ruleY(threshold, { stroke: "black", strokeWidth: 1.2, strokeDasharray: "6,4" }),
    ],
  });
}

const shareOfTemplate = ({ supervisedBy }: StepLine): number =>
  supervisedBy.filter((supervisor) => supervisor === "template").length / supervisedBy.length;

/** Steps in a row that supervise alike become one area, half a step wider than they are. */
function shades(steps: readonly StepLine[], lastStep: number): Markish[] {
  const areas: { from: number; to: number; share: number }[] = [];
  for (const step of steps) {
    const share = shareOfTemplate(step);
    const area = areas.at(-1);
    if (area?.share === share) area.to = step.step;
    else areas.push({ from: step.step, to: step.step, share });
  }
  const shaded = areas.filter(({ share }) => share > 0);
  return [rect(shaded, {
    x1: ({ from }) => Math.max(from - 0.5, 0),
    x2: ({ to }) => Math.min(to + 0.5, lastStep),
    fill: TEMPLATE_COLOUR,
    fillOpacity: ({ share }) => 0.15 + 0.3 * share,
  })];
}

function curves({ points, steps }: DragRecord): Markish[] {
  const isMany = points.length > MOST_COLOURS;
  const each = points.flatMap((_, i) => {
    const style = isMany
      ? { colour: EACH_COLOUR, width: 0.8, opacity: 0.5 }
      : { colour: handleColour(i), width: 1.8 };
    return curve(steps, ({ confidence }) => confidence[i]!, style);
  });
  return isMany
    ? [...each, ...curve(steps, ({ confidence }) => mean(confidence), { colour: MEAN_COLOUR, width: 2.2 })]
    : each;
}

function legendOf({ points, steps }: DragRecord, threshold: readonly number[]): LegendEntry[] {
  const handles = points.length > MOST_COLOURS
    ? [{ label: `each of ${points.length} handles`, colour: EACH_COLOUR }, {
      label: "their mean",
      colour: MEAN_COLOUR,
    }]
    : points.map((_, i) => ({ label: `handle ${i + 1}`, colour: handleColour(i) }));
  const isShaded = steps.some((step) => shareOfTemplate(step) > 0);
  return [
    ...handles,
    ...threshold.map((tau) => ({ label: `threshold τ = ${tau}`, colour: "black", symbol: "dash" as const })),
    ...(isShaded
      ? [{ label: "the template supervises", colour: TEMPLATE_COLOUR, symbol: "area" as const }]
      : []),
  ];
}
