import { type Method, methodSettings } from "../drag/method.ts";
import { type Generator } from "../generators/generator.ts";
import { type Experiment, type Task } from "./experiment.ts";
import { headingOf, type Measure, type Measured, type Quantity } from "./measure.ts";
import { relativeTable } from "./tables/relative_table.ts";
import { canonicalJson } from "./run/json.ts";
import { type Row, SEED } from "./run/row.ts";
import { type Group, groupsBy, intervalOf, numbersOf } from "./tables/summary.ts";
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
  /** Which method is the usual one, to be marked in the results; default: none. */
  readonly usual?: (generator: Generator) => Method;
  /** Label of the setting that the others are compared with pair by pair, in a second table; default: none. */
  readonly reference?: (groups: readonly Group[]) => string | undefined;
  /** What a paper published of the same, as a table of its own beside ours; default: none. */
  readonly published?: Table;
  /** The figure, an SVG file, of the drawn quantities in the rows of each setting; pairs are the most that one has. */
  readonly figure: (groups: readonly Group[], quantities: readonly Quantity[], pairs: number) => string;
}

/** The column of a row that says where its setting stands on the axis; absent where it has no place there. */
export const VALUE = "value";

/** The column of a row that says whether its setting is the usual one, 1 or 0; absent where none is. */
const USUAL = "usual";

/**
 * Label of the setting that results say is the usual one; `otherwise` where they do not say, as those do not that were
 * saved before they did.
 */
export function usualIn(groups: readonly Group[], otherwise: string | undefined): string | undefined {
  const marked = groups.filter(({ rows }) => numbersOf(rows, USUAL).length > 0);
  if (marked.length === 0) return otherwise;
  return marked.find(({ rows }) => numbersOf(rows, USUAL)[0] === 1)?.label;
}

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

/** What a row says of its setting. */
const settingRow = ({ value, method }: Setting, usual: Method | undefined): Row => ({
  ...(value === undefined ? {} : { [VALUE]: value }),
  ...(usual && method ? { [USUAL]: equalMethods(method, usual) ? 1 : 0 } : {}),
});

const equalMethods = (...[a, b]: [Method, Method]): boolean =>
  canonicalJson(methodSettings(a)) === canonicalJson(methodSettings(b));

/** The tasks: setting by setting, so that those of one method follow each other. */
const tasksOf = (
  column: string,
  settings: readonly Setting[],
  usual: Method | undefined,
  seeds: readonly number[],
  measure: Measured,
): Task[] =>
  settings.flatMap((setting) =>
    seeds.map((seed): Task => ({
      columns: { [column]: setting.label, [SEED]: seed },
      settings: setting.method ? methodSettings(setting.method) : null,
      run: async () => {
        const { row, ...rest } = await measure(setting.method, seed);
        return { row: { ...settingRow(setting, usual), ...row }, ...rest };
      },
    }))
  );

/**
 * A comparison as an experiment: each setting is measured on the pair of each seed; a table, a second one where there is
 * a reference, and a figure.
 */
export function comparisonExperiment(
  { column, settings, usual, reference, published, figure, ...named }: Comparison,
  { name, version, settings: measured, quantities, counted = (row) => row, open }: Measure,
): Experiment {
  return {
    ...named,
    version,
    plan: (lab, seeds) => {
      const { sha256, generator } = lab.model;
      return Promise.resolve({
        settings: { model: sha256, measure: { name, ...measured } },
        tasks: tasksOf(column.name, settings(generator), usual?.(generator), seeds, open(lab)),
      });
    },
    analyse: (rows: readonly Row[]) => {
      const groups = groupsBy(rows.map(counted), column.name);
      const pairs = Math.max(...groups.map((group) => group.rows.length));
      const drawn = quantities.filter((quantity) => quantity.drawn ?? true);
      const against = reference?.(groups);
      return {
        tables: {
          [named.name]: tableOf(column, groups, quantities),
          ...(against === undefined ? {} : {
            [`${named.name}-relative`]: relativeTable(groups, quantities, { column, against, key: SEED }),
          }),
          ...(published ? { [`${named.name}-published`]: published } : {}),
        },
        figures: { [named.name]: figure(groups, drawn, pairs) },
      };
    },
  };
}
