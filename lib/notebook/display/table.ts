import { type Table } from "../../lab/tables/table.ts";
import { tableElement } from "../../lab/tables/table_html.ts";
import { alignedTable, type TextTable, textTable } from "../../lab/tables/text_table.ts";
import { type Displayable, displayable, type MimeBundle } from "./displayable.ts";
import { CELLS, html } from "./html.ts";

/** Tables below each other, with words above. */
export const tablesBundle = (words: string, tables: readonly TextTable[]): MimeBundle => ({
  "text/plain": [...(words ? [words] : []), ...tables.map(alignedTable)].join("\n\n"),
  "text/html": html((make) => [
    ...(words ? [make("p", {}, words)] : []),
    ...tables.map((table) => tableElement(make, table, CELLS)),
  ]),
});

/**
 * A table as a notebook shows it: numbers are rounded as in the files of an experiment, intervals stand in brackets.
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
export const showTable = (table: Table): Displayable =>
  displayable(() => tablesBundle("", [textTable(table)]));
