import { type MediaBundle } from "../protocol/message.ts";
import { type CodeCell, type Notebook, type TextCell } from "./notebook.ts";
import { type Output } from "./output.ts";

/** A text as a list of lines that keep their ends, as files hold it: so changes of one line show as such. */
const lines = (text: string): string[] => text === "" ? [] : text.split(/(?<=\n)/);

/** Types whose text has lines worth telling apart; others, as base64, stay whole. */
const LINES = /^text\/|^application\/javascript$|^image\/svg\+xml$/;

const bundle = (data: MediaBundle): MediaBundle =>
  Object.fromEntries(
    Object.entries(data).map(([type, value]) => [
      type,
      typeof value === "string" && LINES.test(type) ? lines(value) : value,
    ]),
  );

function output(output: Output): object {
  if (output.output_type === "error") return output;
  if (output.output_type === "stream") return { ...output, text: lines(output.text) };
  return { ...output, data: bundle(output.data) };
}

const cell = (cell: CodeCell | TextCell): object => ({
  ...cell,
  source: lines(cell.source),
  ...(cell.cell_type === "code" ? { outputs: cell.outputs.map(output) } : {}),
});

/** The same value with the keys of all its objects in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const keys = Object.keys(value).toSorted();
  return Object.fromEntries(keys.map((key) => [key, sorted((value as Record<string, unknown>)[key])]));
}

/** The text of a notebook's file, laid out as Jupyter's own programs do it: so these change nothing by opening it. */
export const formatNotebook = (notebook: Notebook): string =>
  `${JSON.stringify(sorted({ ...notebook, cells: notebook.cells.map(cell) }), undefined, 1)}\n`;
