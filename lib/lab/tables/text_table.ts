import { type Table } from "./table.ts";
import { isNumeric, readableRows } from "./table_text.ts";

/** A table as texts, ready to be laid out. */
export interface TextTable {
  /** Above the columns. */
  readonly head: readonly string[];
  /** As many cells each as there are columns. */
  readonly rows: readonly (readonly string[])[];
  /** Indices of the columns that stand to the right, as numbers do. */
  readonly right: readonly number[];
}

/** A table with its numbers rounded as everywhere. */
export const textTable = (table: Table): TextTable => ({
  head: table.columns.map(({ label }) => label),
  rows: readableRows(table),
  right: table.columns.flatMap((_, i) => (isNumeric(table, i) ? [i] : [])),
});

/** Lines of text with aligned columns; those named in `right` stand to the right. */
export function alignedRows(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const widths = (rows[0] ?? []).map((_, i) => rows.reduce((most, row) => Math.max(most, row[i]!.length), 0));
  const aligned = (cell: string, i: number): string =>
    right.includes(i) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!);
  return rows.map((row) => row.map(aligned).join("  ").trimEnd()).join("\n");
}

/** A table as lines of text. */
export const alignedTable = ({ head, rows, right }: TextTable): string => alignedRows([head, ...rows], right);
