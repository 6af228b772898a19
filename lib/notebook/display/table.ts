import { InputError } from "../../errors.ts";
import { type Table } from "../../lab/tables/table.ts";
import { tableElement } from "../../lab/tables/table_html.ts";
import { alignedTable, type TextTable, textTable } from "../../lab/tables/text_table.ts";
import { type Displayable, displayable, type MimeBundle } from "./displayable.ts";
import { CELLS, html } from "./html.ts";

/** Rows of a table that are shown; browsers are slow with many more. Our choice. */
const MOST_ROWS = 1000;

/** The first rows of a long table, and how many there are more. */
function firstRows(table: TextTable): TextTable {
  const more = table.rows.length - MOST_ROWS;
  if (more <= 0) return table;
  const last = table.head.map((_, i) => (i === 0 ? `… ${more} more rows` : ""));
  return { ...table, rows: [...table.rows.slice(0, MOST_ROWS), last] };
}

/** Tables below each other, with words above; of each a thousand rows at most. */
export function tablesBundle(words: string, tables: readonly TextTable[]): MimeBundle {
  const shown = tables.map(firstRows);
  return {
    "text/plain": [...(words ? [words] : []), ...shown.map(alignedTable)].join("\n\n"),
    "text/html": html((make) => [
      ...(words ? [make("p", {}, words)] : []),
      ...shown.map((table) => tableElement(make, table, CELLS)),
    ]),
  };
}

/** Refuses rows that have not one cell for each column. */
function checkRows({ columns, rows }: Table): void {
  const odd = rows.findIndex((row) => row.length !== columns.length || row.includes(undefined as never));
  if (odd < 0) return;
  throw new InputError(
    `Expected a cell for each of ${columns.length} columns, null for none, but found others in row ${odd}.`,
  );
}

/**
 * A table as a notebook shows it, its first thousand rows at most: numbers are rounded as in the files of an experiment,
 * intervals stand in brackets.
 *
 * @throws {InputError} when a row has not one cell for each column.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { DISPLAY } from "./displayable.ts";
 * import { showTable } from "./table.ts";
 * const columns = [{ name: "method", label: "method" }, { name: "distance", label: "distance [px]", digits: 1 }];
 * const bundle = await showTable({ columns, rows: [["draggan", 10.23]] })[DISPLAY]();
 * assert.equal(bundle["text/plain"], "method   distance [px]\ndraggan           10.2");
 * ```
 */
export function showTable(table: Table): Displayable {
  checkRows(table);
  return displayable(() => tablesBundle("", [textTable(table)]));
}
