import { type Table } from "../lab/tables/table.ts";
import { alignedRows } from "../lab/tables/text_table.ts";
import { type MeasuredBy } from "../metrics/measure_edits.ts";
import { editAverages, type MeasuredEdit } from "../metrics/edit_averages.ts";

/** Columns of words at the left. */
const WORDS = 3;

/** One row for each method, one column for each average of its edits that could be computed. */
export function editTable(
  edits: ReadonlyMap<string, readonly MeasuredEdit[]>,
  { features, distance }: MeasuredBy,
): Table {
  const rows = [...edits].map(([method, own]) => ({ method, averages: editAverages(own) }));
  const averages = rows[0]!.averages.filter(({ value }) => value !== undefined);
  return {
    columns: [
      { name: "method", label: "method" },
      { name: "features", label: "handles found by" },
      { name: "distance", label: "IF is 1 −" },
      ...averages.map(({ name, label, digits }) => ({ name, label, digits })),
    ],
    rows: rows.map(({ method, averages: own }) => [
      method,
      features,
      distance,
      ...averages.map(({ name }) => own.find((each) => each.name === name)!.value!),
    ]),
  };
}

/** The table as text, with a line for each average, as there are more of them than methods. */
export function editTableText({ columns, rows }: Table): string {
  const lines = columns.slice(WORDS).map(({ label, digits }, i) => [
    label,
    ...rows.map((row) => (row[WORDS + i] as number).toFixed(digits)),
  ]);
  const head = ["method", ...rows.map(([method]) => String(method))];
  const words = columns.slice(1, WORDS).map(({ label }, i) => `${label} ${rows[0]![1 + i]}`);
  return [alignedRows([head, ...lines], rows.map((_, i) => i + 1)), "", ...words].join("\n");
}
