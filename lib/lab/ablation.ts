import { type Method, methodSettings } from "../drag/method.ts";
import { ablationCurve } from "../figures/ablation_curve.ts";
import { type Generator } from "../generators/generator.ts";
import { type Analysis } from "./analysis.ts";
import { type Experiment, type Task } from "./experiment.ts";
import { headingOf, type Measure, type Measured, type Quantity } from "./measure.ts";
import { type Row } from "./row.ts";
import { type Group, groupsBy, intervalOf, numbersOf } from "./summary.ts";
import { type Table } from "./table.ts";

/** One of the methods that an ablation compares. */
export interface Setting {
  /** What tables and figures call it; each has another. */
  readonly label: string;
  /** Where it stands on the axis; default: settings stand side by side. */
  readonly value?: number;
  /** What is measured; `undefined` is no edit at all. */
  readonly method: Method | undefined;
}

/** An ablation: a method with one part or number replaced by others. */
export interface Ablation {
  /** Of its folder and files: small letters, digits and _. */
  readonly name: string;
  /** What it is about, in a few words. */
  readonly title: string;
  /** What differs between the settings, as axes have it, with its unit. */
  readonly parameter: string;
  /** Label of the setting that the method has by default, to be marked; default: none. */
  readonly usual?: string;
  /** How values stand on the axis (default `"linear"`). */
  readonly scale?: "linear" | "log";
  /** The settings for a generator, in the order of tables and figures. */
  readonly settings: (generator: Generator) => readonly Setting[];
}

/** Columns of every row, beside those of the measure. */
const [SETTING, SEED, VALUE] = ["setting", "seed", "value"] as const;

const ARROWS = { less: "↓", more: "↑" } as const;

/** One row per setting: on how many pairs, and mean and interval of each quantity. */
function tableOf({ parameter }: Ablation, groups: readonly Group[], quantities: readonly Quantity[]): Table {
  return {
    columns: [
      { name: SETTING, label: parameter },
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
  };
}

function figureOf(ablation: Ablation, groups: readonly Group[], quantities: readonly Quantity[]): string {
  const { title, parameter, usual, scale } = ablation;
  const pairs = Math.max(...groups.map(({ rows }) => rows.length));
  return ablationCurve({
    parameter,
    ...(usual === undefined ? {} : { usual }),
    ...(scale === undefined ? {} : { scale }),
    settings: groups.map(({ label, rows }) => {
      const [value] = numbersOf(rows, VALUE);
      return { label, ...(value === undefined ? {} : { value }) };
    }),
    panels: quantities.map((quantity) => ({
      label: [headingOf(quantity), ...(quantity.better ? [ARROWS[quantity.better]] : [])].join(" "),
      means: groups.map(({ rows }) => intervalOf(rows, quantity)),
      each: linesOf(groups, quantity),
    })),
  }, { title, caption: captionOf(pairs) });
}

const captionOf = (pairs: number): string =>
  `${pairs === 1 ? "One pair" : `${pairs} pairs`} per setting, with bootstrap 95 % intervals of the mean. ` +
  "↓ less is better, ↑ more is better.";

/** The values of each seed over the settings; null where there is none. */
function linesOf(groups: readonly Group[], { name }: Quantity): (number | null)[][] {
  const seeds = [...new Set(groups.flatMap(({ rows }) => rows.map((row) => row[SEED])))];
  return seeds.map((seed) =>
    groups.map(({ rows }) => {
      const value = rows.find((row) => row[SEED] === seed)?.[name];
      return typeof value === "number" ? value : null;
    })
  );
}

/** The tasks: setting by setting, so that those of one method follow each other. */
const tasksOf = (
  settings: readonly Setting[],
  seeds: readonly number[],
  measure: Measured,
): Task[] =>
  settings.flatMap(({ label, value = null, method }) =>
    seeds.map((seed): Task => ({
      columns: { [SETTING]: label, [SEED]: seed },
      settings: method ? methodSettings(method) : null,
      run: async () => {
        const { row, ...rest } = await measure(method, seed);
        return { row: { [VALUE]: value, ...row }, ...rest };
      },
    }))
  );

/** An ablation as an experiment: each setting is measured on the pair of each seed; one table and one figure. */
export function ablationExperiment(ablation: Ablation, measure: Measure): Experiment {
  const { name, title } = ablation;
  return {
    name,
    title,
    version: measure.version,
    pairs: measure.pairs,
    plan: (lab, seeds) => {
      const settings = ablation.settings(lab.model.generator);
      const measured = { name: measure.name, ...measure.settings };
      return Promise.resolve({
        settings: { model: lab.model.sha256, measure: measured },
        tasks: tasksOf(settings, seeds, measure.open(lab)),
      });
    },
    analyse: (rows: readonly Row[]): Analysis => {
      const groups = groupsBy(rows, SETTING);
      return {
        tables: { [name]: tableOf(ablation, groups, measure.quantities) },
        figures: { [name]: figureOf(ablation, groups, measure.quantities) },
      };
    },
  };
}
