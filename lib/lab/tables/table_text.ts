import { csvFormatRows } from "d3-dsv";
import { type Interval } from "../../metrics/bootstrap.ts";
import { type Cell, type Table } from "./table.ts";

const isInterval = (cell: Cell): cell is Interval => typeof cell === "object" && cell !== null;

/** The one place where numbers of tables are rounded; there is no −0. */
const rounded = (value: number, digits: number): string =>
  value.toFixed(digits).replace(/^-(0(?:\.0*)?)$/, "$1");

/** A cell as one text, or as the three of an interval. */
function texts(cell: Cell, digits: number): [string] | [string, string, string] {
  if (cell === null) return [""];
  if (typeof cell === "string") return [cell];
  if (typeof cell === "number") return [rounded(cell, digits)];
  const { value, low, high } = cell;
  return [rounded(value, digits), rounded(low, digits), rounded(high, digits)];
}

/** Rows of cells as text that people read: `3.2 [2.1, 4.4]` for an interval. */
export const readableRows = ({ columns, rows }: Table): string[][] =>
  rows.map((row) =>
    row.map((cell, i) => {
      const [first, low, high] = texts(cell, columns[i]!.digits ?? 0);
      return low === undefined ? first : `${first} [${low}, ${high}]`;
    })
  );

/** Whether a column holds numbers, which stand to the right. */
export const isNumeric = ({ rows }: Table, column: number): boolean =>
  rows.some((row) => typeof row[column] !== "string") &&
  rows.every((row) => typeof row[column] !== "string");

/** A table as GitHub's Markdown has it. */
export function tableMarkdown(table: Table): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
  return [
    line(table.columns.map(({ label }) => label)),
    `|${table.columns.map((_, i) => (isNumeric(table, i) ? "---:" : "---")).join("|")}|`,
    ...readableRows(table).map(line),
    "",
  ].join("\n");
}

/** A table as comma-separated values; a column of intervals is three: NAME, NAME_low and NAME_high. */
export function tableCsv({ columns, rows }: Table): string {
  const wide = columns.map((_, i) => rows.some((row) => isInterval(row[i]!)));
  const header = columns.flatMap(({ name }, i) => (wide[i] ? [name, `${name}_low`, `${name}_high`] : [name]));
  const lines = rows.map((row) =>
    row.flatMap((cell, i) => {
      const [first, low = "", high = ""] = texts(cell, columns[i]!.digits ?? 0);
      return wide[i] ? [first, low, high] : [first];
    })
  );
  const text: string = csvFormatRows([header, ...lines]);
  return `${text}\n`;
}
