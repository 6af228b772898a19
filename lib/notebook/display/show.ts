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

/** A type of values: what its values have, and how they are shown. */
interface Kind {
  readonly has: readonly string[];
  readonly show: (value: never) => Displayable;
}

/** By what they have; the first that fits is taken. */
const KINDS: readonly Kind[] = [
  { has: ["dtype", "shape", "data"], show: (value: Tensor) => showTensor(value) },
  { has: ["width", "height", "data"], show: (value: RgbaImage) => showPicture(value) },
  { has: ["method", "size", "points", "steps"], show: (value: DragRecord) => showDrag(value) },
  {
    has: ["step", "handles", "distances", "supervisedBy", "state"],
    show: (value: DragStep) => showStep(value),
  },
  { has: ["tables", "figures"], show: (value: Analysis) => showAnalysis(value) },
  { has: ["columns", "rows"], show: (value: Table) => showTable(value) },
  { has: ["localName", "outerHTML"], show: (value: Element) => showElement(value) },
  { has: ["name", "inputs", "outputs"], show: (value: Graph) => showGraph(value) },
];

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
  const kind = KINDS.find(({ has }) => has.every((name) => name in value));
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
