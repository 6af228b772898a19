import { counted } from "../counted.ts";
import { type DragRecord, type StepLine } from "../drag/record.ts";
import { inPixels, meanDistance } from "../figures/paths.ts";
import { alignedTable, type TextTable } from "../lab/tables/text_table.ts";
import { shortNumber } from "../short_number.ts";

const point = ([x, y]: readonly number[]): string => `(${shortNumber(x!)}, ${shortNumber(y!)})`;

/** How many of the supervisions of a drag were by the template, from 0 to 1. */
function shareOfTemplate(steps: readonly StepLine[]): number {
  const all = steps.flatMap(({ supervisedBy }) => supervisedBy);
  return all.filter((by) => by === "template").length / all.length;
}

/** A drag in one or two sentences, without the name of its method. */
export function dragInWords({ points, steps }: DragRecord): string {
  const [first, last] = [steps[0], steps.at(-1)];
  const head = `${counted(points.length, "handle")}, ${counted(steps.length, "step")}`;
  if (!first || !last) return `${head}.`;
  const share = shareOfTemplate(steps);
  return [
    `${head}, ${last.stopped ? "arrived" : "not arrived"};`,
    `from ${inPixels(meanDistance(first))} to ${inPixels(meanDistance(last))} to go.`,
    ...(share > 0 ? [`The template supervised ${Math.round(100 * share)} % of it.`] : []),
  ].join(" ");
}

/** The way of each handle in numbers. */
export function handlesTable({ points, steps }: DragRecord): TextTable {
  const [first, last] = [steps[0], steps.at(-1)];
  const number = (value: number | undefined, digits: number): string =>
    value === undefined ? "–" : value.toFixed(digits);
  return {
    head: ["handle", "from", "target", "ended at", "to go before", "to go after", "least confidence"],
    rows: points.map(({ handle, target }, i) => [
      `${i + 1}`,
      point(handle),
      point(target),
      last ? point(last.handles[i]!) : "–",
      `${number(first?.distances[i], 1)} px`,
      `${number(last?.distances[i], 1)} px`,
      steps.length > 0 ? number(Math.min(...steps.map(({ confidence }) => confidence[i]!)), 2) : "–",
    ]),
    right: [1, 2, 3, 4, 5, 6],
  };
}

/** A drag as text: its method, what became of it, and the way of each handle. */
export const dragText = (record: DragRecord): string =>
  `${record.method}: ${dragInWords(record)}\n\n${alignedTable(handlesTable(record))}`;
