import { Command } from "commander";
import { csvFormatRows } from "d3-dsv";
import { type Cell } from "../../lab/tables/table.ts";
import { tableMarkdown } from "../../lab/tables/table_text.ts";
import { type QueryResult } from "../../sweep/query.ts";
import { print } from "../terminal.ts";

type Value = QueryResult["rows"][number][number];

/** A value as text; fractions have so many significant digits at most. */
function text(value: Value, digits: number): string {
  if (value === null) return "";
  if (typeof value === "number") {
    return String(Number.isInteger(value) ? value : Number(value.toPrecision(digits)));
  }
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** A query's result as Markdown, with fractions of six digits, or as comma-separated values, with all. */
function shown({ columns, rows }: QueryResult, isCsv: boolean): string {
  if (isCsv) return csvFormatRows([columns, ...rows.map((row) => row.map((value) => text(value, 17)))]);
  return tableMarkdown({
    columns: columns.map((name) => ({ name, label: name })),
    rows: rows.map((row): Cell[] => row.map((value) => text(value, 6))),
  }).trimEnd();
}

/** `sweep query DIR SQL`. */
export const queryCommand = (): Command =>
  new Command("query")
    .description(
      "ask DuckDB about the results of a sweep, also while it runs: they are in the table results; the table tasks has " +
        "the seconds of their parts too",
    )
    .argument("<dir>", "folder of the results")
    .argument("<sql>", 'one SELECT, such as "SELECT method, avg(distance) FROM results GROUP BY method"')
    .option("--and <dir...>", "more folders, whose results are added (default: none)")
    .option("--csv", "print comma-separated values in place of Markdown", false)
    .action(
      async (
        folder: string,
        sql: string,
        { and = [], csv }: { readonly and?: string[]; readonly csv: boolean },
      ) => {
        // DuckDB is loaded where it is needed only: it is large.
        const { queryResults } = await import("../../sweep/query.ts");
        print(shown(await queryResults([folder, ...and], sql), csv));
      },
    );
