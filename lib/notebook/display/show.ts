import { type DragRecord } from "../../drag/record.ts";
import { type DragStep } from "../../drag/state.ts";
import { type RgbaImage } from "../../formats/image_rgba.ts";
import { type Analysis } from "../../lab/tables/analysis.ts";
import { type Table } from "../../lab/tables/table.ts";
import { type Graph } from "../../onnx/trace.ts";
import { type Tensor } from "../../tensor.ts";
import { showAnalysis } from "./analysis.ts";
import { DISPLAY, type Displayable, displayable, isDisplayable } from "./displayable.ts";
import { showDrag, showStep } from "./drag.ts";
import { showElement } from "./element.ts";
import { figure } from "./figure.ts";
import { showGraph } from "./graph.ts";
import { outputHere } from "./output_here.ts";
import { type KernelOutput } from "./output.ts";
import { showPicture } from "./picture.ts";
import { showTable } from "./table.ts";
import { showTensor } from "./tensor.ts";

/** What a property of a kind of values is. */
type Test = (property: unknown) => boolean;

/** A type of values: what its values have, and how they are shown. */
interface Kind {
  readonly has: Readonly<Record<string, Test>>;
  readonly show: (value: never) => Displayable;
}

const text: Test = (property) => typeof property === "string";
const number: Test = (property) => typeof property === "number";
const numbers: Test = (property) => ArrayBuffer.isView(property);
const bytes: Test = (property) => property instanceof Uint8ClampedArray || property instanceof Uint8Array;
const list: Test = (property) => Array.isArray(property);
const records: Test = (property) =>
  Array.isArray(property) && property.length > 0 &&
  property.every((each) => typeof each === "object" && each !== null);
const record: Test = (property) => typeof property === "object" && property !== null;

/** By what they have; the first that fits is taken. */
const KINDS: readonly Kind[] = [
  { has: { dtype: text, shape: list, data: numbers }, show: (value: Tensor) => showTensor(value) },
  { has: { width: number, height: number, data: bytes }, show: (value: RgbaImage) => showPicture(value) },
  {
    has: { method: text, size: list, points: records, steps: list },
    show: (value: DragRecord) => showDrag(value),
  },
  {
    has: { step: number, handles: list, distances: list, supervisedBy: list, state: record },
    show: (value: DragStep) => showStep(value),
  },
  { has: { tables: record, figures: record }, show: (value: Analysis) => showAnalysis(value) },
  { has: { columns: records, rows: list }, show: (value: Table) => showTable(value) },
  { has: { localName: text, outerHTML: text }, show: (value: Element) => showElement(value) },
  { has: { name: text, inputs: list, outputs: records }, show: (value: Graph) => showGraph(value) },
];

/** Whether a value has all that a kind has. */
const isOf = (value: object, { has }: Kind): boolean =>
  Object.entries(has).every(([name, test]) => name in value && test(value[name as keyof typeof value]));

/** What has no display of its own, as the console shows it. */
const inspected = (value: unknown): Displayable =>
  displayable(() => ({
    "text/plain": typeof value === "string" ? value : Deno.inspect(value, { depth: 4, colors: false }),
  }));

/**
 * A value of this library as a notebook shows it: tensors, pictures, records and steps of drags, tables, analyses,
 * graphs, elements as Observable Plot makes them, and figures as the text of SVG files. What shows itself is left as it is, and all else becomes text.
 *
 * @throws {InputError} when the value looks like one of these and cannot be shown as such.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../../tensor.ts";
 * import { DISPLAY } from "./displayable.ts";
 * import { show } from "./show.ts";
 * const bundle = await show(float32([3], [1, 2, 3]))[DISPLAY]();
 * assert.match(bundle["text/plain"], /^float32 \[3\], 3 numbers/);
 * ```
 */
export function show(value: unknown): Displayable {
  if (isDisplayable(value)) return value;
  if (typeof value === "string" && /^\s*<svg\b/.test(value)) return figure(value);
  if (typeof value !== "object" || value === null) return inspected(value);
  const kind = KINDS.find((each) => isOf(value, each));
  return kind ? kind.show(value as never) : inspected(value);
}

/**
 * Shows values in the middle of a cell, each as an output of its own: see {@linkcode show}. Outside of Jupyter they
 * are text on standard output.
 *
 * @throws {InputError} as `show` does.
 */
export const display = (...values: readonly unknown[]): Promise<void> =>
  displayIn(outputHere("stdout"), values);

/** The same in an output of one's choice. */
export async function displayIn(output: KernelOutput, values: readonly unknown[]): Promise<void> {
  for (const value of values) await output.show(await show(value)[DISPLAY]());
}
