import { ablationCurve } from "../figures/ablation_curve.ts";
import { stabledrag } from "../drag/methods/stabledrag.ts";
import { type Comparison, comparisonExperiment, pairsInWords, usualIn, VALUE } from "./comparison.ts";
import { type Experiment } from "./experiment.ts";
import { headingOf, type Measure, type Quantity } from "./measure.ts";
import { SEED } from "./run/row.ts";
import { type Group, intervalOf, numbersOf } from "./tables/summary.ts";

/** An ablation: a method with one part or number replaced by others. */
export interface Ablation {
  /** Of its folder and files: small letters, digits and _. */
  readonly name: string;
  /** What it is about, in a few words. */
  readonly title: string;
  /** What differs between the settings, as axes have it, with its unit. */
  readonly parameter: string;
  /**
   * Label of the setting that StableDrag has by default with the embedded faces; default: none. It stands for results that do
   * not say which is, as those do not that were saved before they did.
   */
  readonly usual?: string;
  /** How values stand on the axis (default `"linear"`). */
  readonly scale?: "linear" | "log";
  /** The settings for a generator, in the order of tables and figures. */
  readonly settings: Comparison["settings"];
}

const ARROWS = { less: "↓", more: "↑" } as const;

/** What the arrows mean, of those that occur. */
const arrowsOf = (quantities: readonly Quantity[]): string[] =>
  (["less", "more"] as const)
    .filter((which) => quantities.some(({ better }) => better === which))
    .map((which) => `${ARROWS[which]}: ${which} is better.`);

const figureOf =
  ({ title, parameter, usual: ofFaces, scale }: Ablation, measure: string): Comparison["figure"] =>
  (groups, quantities, pairs) => {
    const usual = usualIn(groups, ofFaces);
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
    }, {
      title,
      caption: [
        `StableDrag by ${measure}, each setting on ${
          pairsInWords(pairs)
        }, with bootstrap 95 % intervals of the mean.`,
        ...arrowsOf(quantities),
      ].join(" "),
    });
  };

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

/**
 * An ablation as an experiment: each setting is measured on the pair of each seed; one table, a second one that compares
 * with the usual setting pair by pair, and one figure.
 */
export const ablationExperiment = (ablation: Ablation, measure: Measure): Experiment => {
  const { name, title, parameter, settings } = ablation;
  return comparisonExperiment({
    name,
    title,
    measure: measure.name,
    pairs: measure.pairs,
    column: { name: "setting", label: parameter },
    settings,
    usual: stabledrag,
    reference: (groups) => usualIn(groups, ablation.usual),
    figure: figureOf(ablation, measure.name),
  }, measure);
};
