import { type Method, methodSettings } from "../drag/method.ts";
import { type Generator } from "../generators/generator.ts";
import { type Experiment, type Task } from "./experiment.ts";
import { headingOf, type Measure, type Measured, type Quantity } from "./measure.ts";
import { relativeTable } from "./tables/relative_table.ts";
import { type Row, SEED } from "./run/row.ts";
import { type Group, groupsBy, intervalOf } from "./tables/summary.ts";
import { type Table } from "./tables/table.ts";

/** One of the methods that are compared. */
export interface Setting {
  /** What tables and figures call it; each has another. */
  readonly label: string;
  /** Where it stands on the axis; default: settings stand side by side. */
  readonly value?: number;
  /** What is measured; `undefined` is no edit at all. */
  readonly method: Method | undefined;
}

/** Methods that are measured on the same pairs. */
export interface Comparison extends Pick<Experiment, "name" | "title" | "pairs" | "measure"> {
  /** The column that tells them apart, in files and in words. */
  readonly column: { readonly name: string; readonly label: string };
  /** The methods for a generator, in the order of tables and figures. */
  readonly settings: (generator: Generator) => readonly Setting[];
  /** Label of the setting that the others are compared with pair by pair, in a second table; default: none. */
  readonly reference?: string;
  /** What a paper published of the same, as a table of its own beside ours; default: none. */
  readonly published?: Table;
  /** The figure, an SVG file, of the drawn quantities in the rows of each setting; pairs are the most that one has. */
  readonly figure: (groups: readonly Group[], quantities: readonly Quantity[], pairs: number) => string;
}

/** The column of a row that says where its setting stands on the axis; absent where it has no place there. */
export const VALUE = "value";

/** `8 pairs`, for captions. */
export const pairsInWords = (pairs: number): string => (pairs === 1 ? "one pair" : `${pairs} pairs`);

/** One row per setting: on how many pairs, and mean and interval of each quantity. */
const tableOf = (
  column: Comparison["column"],
  groups: readonly Group[],
  quantities: readonly Quantity[],
): Table => ({
  columns: [
    column,
    { name: "pairs", label: "pairs" },
    ...quantities.map((quantity) => ({
      name: quantity.name,
      label: headingOf(quantity),
      digits: quantity.digits ?? 0,
    })),
  ],
  rows: groups.map(({ label, rows }) => [
    label,
    rows.length,
    ...quantities.map((quantity) => intervalOf(rows, quantity)),
  ]),
});

/** The tasks: setting by setting, so that those of one method follow each other. */
const tasksOf = (
  column: string,
  settings: readonly Setting[],
  seeds: readonly number[],
  measure: Measured,
): Task[] =>
  settings.flatMap(({ label, value, method }) =>
    seeds.map((seed): Task => ({
      columns: { [column]: label, [SEED]: seed },
      settings: method ? methodSettings(method) : null,
      run: async () => {
        const { row, ...rest } = await measure(method, seed);
        return { row: { ...(value === undefined ? {} : { [VALUE]: value }), ...row }, ...rest };
      },
    }))
  );

/**
 * A comparison as an experiment: each setting is measured on the pair of each seed; a table, a second one where there is
 * a reference, and a figure.
 */
export function comparisonExperiment(
  { column, settings, reference, published, figure, ...named }: Comparison,
  { name, version, settings: measured, quantities, open }: Measure,
): Experiment {
  return {
    ...named,
    version,
    plan: (lab, seeds) =>
      Promise.resolve({
        settings: { model: lab.model.sha256, measure: { name, ...measured } },
        tasks: tasksOf(column.name, settings(lab.model.generator), seeds, open(lab)),
      }),
    analyse: (rows: readonly Row[]) => {
      const groups = groupsBy(rows, column.name);
      const pairs = Math.max(...groups.map((group) => group.rows.length));
      const drawn = quantities.filter((quantity) => quantity.drawn ?? true);
      return {
        tables: {
          [named.name]: tableOf(column, groups, quantities),
          ...(reference === undefined
            ? {}
            : { [`${named.name}-relative`]: relativeTable(groups, quantities, reference, SEED) }),
          ...(published ? { [`${named.name}-published`]: published } : {}),
        },
        figures: { [named.name]: figure(groups, drawn, pairs) },
      };
    },
  };
}
