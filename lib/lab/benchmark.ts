import { benchmarkBars } from "../figures/benchmark_bars.ts";
import { type Comparison, comparisonExperiment, pairsInWords } from "./comparison.ts";
import { type Experiment } from "./experiment.ts";
import { type Measure } from "./measure.ts";
import { intervalOf } from "./tables/summary.ts";

/** A benchmark: methods as they are, side by side. */
export interface Benchmark {
  /** Of its folder and files: small letters, digits, - and _. */
  readonly name: string;
  /** What is measured, in a few words. */
  readonly title: string;
  /** What is measured and how, in a sentence or two for captions. */
  readonly about: string;
  /** How many pairs are measured where nobody says. */
  readonly pairs: number;
  /** Label of the method that the others are compared with pair by pair, in a second table; default: none. */
  readonly reference?: string;
  /** What a paper published of the same, as a table of its own beside ours; default: none. */
  readonly published?: Comparison["published"];
  /** The methods for a generator, in the order of tables and figures. */
  readonly settings: Comparison["settings"];
}

const figureOf = ({ title, about }: Benchmark): Comparison["figure"] => (groups, quantities, pairs) =>
  benchmarkBars(
    groups.map(({ label }) => label),
    quantities.map((quantity) => ({
      label: quantity.label,
      digits: quantity.digits ?? 0,
      ...(quantity.unit === undefined ? {} : { unit: quantity.unit }),
      ...(quantity.better === undefined ? {} : { better: quantity.better }),
      values: groups.map(({ rows }) => intervalOf(rows, quantity)),
    })),
    {
      title,
      caption: `${about} Each method on ${
        pairsInWords(pairs)
      }. Bars: means; lines: their bootstrap 95 % intervals.`,
    },
  );

/**
 * A benchmark as an experiment: each method is measured on the pair of each seed; a table, a second one where there is
 * a reference, and a figure.
 */
export const benchmarkExperiment = (benchmark: Benchmark, measure: Measure): Experiment => {
  const { name, title, pairs, settings, reference, published } = benchmark;
  return comparisonExperiment({
    name,
    title,
    pairs,
    column: { name: "method", label: "method" },
    settings,
    ...(reference === undefined ? {} : { reference: () => reference }),
    ...(published ? { published } : {}),
    figure: figureOf(benchmark),
  }, measure);
};
