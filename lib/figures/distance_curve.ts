import { dot, type Markish } from "@observablehq/plot";
import { type DragRecord } from "../drag/record.ts";
import { InputError } from "../errors.ts";
import { coloursOf } from "./colours.ts";
import { checkSteps, meanDistance } from "./paths.ts";
import { curve, drawStepChart } from "./step_chart.ts";
import { type FigureText } from "./svg.ts";

/**
 * The distance between handles and targets in pixels against the step, one line per record: the mean over its
 * handles, each of them thin beneath it. An SVG file, 640 pixels wide.
 *
 * Records of one method share its colour. Distances that are no finite numbers leave a gap.
 *
 * @throws {InputError} when there is no record or one has no step, no points or none for some step.
 */
export function distanceCurve(records: readonly DragRecord[], text: FigureText = {}): string {
  if (records.length === 0) throw new InputError("Expected at least one record of a drag but found none.");
  records.forEach(checkSteps);
  const colours = coloursOf(records.map(({ method }) => method));
  const labels = new Map(records.map(({ method }, i) => [method, colours[i]!]));
  const distances = records.flatMap(({ steps }) => steps.flatMap((step) => step.distances)).filter(
    Number.isFinite,
  );
  return drawStepChart({
    title: "Distance to the target",
    caption: captionOf(records),
    ...text,
    legend: [...labels].map(([label, colour]) => ({ label, colour })),
    lastStep: Math.max(...records.map(({ steps }) => steps.at(-1)!.step)),
    label: "distance to the target (px)",
    range: [0, distances.reduce((most, distance) => Math.max(most, distance), 1)],
    marks: [
      ...records.flatMap((record, i) => eachHandle(record, colours[i]!)),
      ...records.flatMap((record, i) => mean(record, colours[i]!)),
    ],
  });
}

function captionOf(records: readonly DragRecord[]): string {
  const counts = new Set(records.map(({ points }) => points.length));
  const lines = Math.max(...counts) === 1 ? "" : "Thick: mean over the handles; thin: each one. ";
  return `${lines}Filled circle: arrived; open circle: last step.`;
}

/** One thin line per handle; none where it would be the mean. */
const eachHandle = ({ points, steps }: DragRecord, colour: string): Markish[] =>
  points.length === 1 ? [] : points.flatMap((_, i) => {
    const opacity = Math.max(0.12, 0.5 / Math.sqrt(points.length));
    return curve(steps, ({ distances }) => distances[i]!, { colour, width: 0.8, opacity });
  });

function mean({ steps }: DragRecord, colour: string): Markish[] {
  const last = steps.at(-1)!;
  const end = { r: 4, fill: last.stopped ? colour : "white", stroke: colour, strokeWidth: 2 };
  return [
    ...curve(steps, meanDistance, { colour, width: 2 }),
    dot([last], { x: "step", y: meanDistance, ...end }),
  ];
}
