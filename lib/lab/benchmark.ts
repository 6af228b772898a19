import { benchmarkBars } from "../figures/benchmark_bars.ts";
import { type Comparison, comparisonExperiment, pairsInWords } from "./comparison.ts";
import { type Experiment } from "./experiment.ts";
import { type Interval } from "../metrics/bootstrap.ts";
import { type Measure, type Quantity } from "./measure.ts";
import { type Group, intervalOf } from "./summary.ts";

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
  /** The methods for a generator, in the order of tables and figures. */
  readonly settings: Comparison["settings"];
}

/** The mean of a quantity with its interval, with the digits that tables show. */
function roundedInterval({ rows }: Group, quantity: Quantity): Interval | null {
  const interval = intervalOf(rows, quantity);
  const rounded = (value: number): number => Number(value.toFixed(quantity.digits ?? 0));
  if (!interval) return null;
  return { value: rounded(interval.value), low: rounded(interval.low), high: rounded(interval.high) };
}

const figureOf = ({ title, about }: Benchmark): Comparison["figure"] => (groups, quantities, pairs) =>
  benchmarkBars(
    groups.map(({ label }) => label),
    quantities.map((quantity) => ({
      label: quantity.label,
      ...(quantity.unit === undefined ? {} : { unit: quantity.unit }),
      ...(quantity.better === undefined ? {} : { better: quantity.better }),
      values: groups.map((group) => roundedInterval(group, quantity)),
    })),
    {
      title,
      caption: `${about} Each method on ${
        pairsInWords(pairs)
      }. Bars: means; lines: their bootstrap 95 % intervals.`,
    },
  );

/** A benchmark as an experiment: each method is measured on the pair of each seed; one table and one figure. */
export const benchmarkExperiment = (benchmark: Benchmark, measure: Measure): Experiment => {
  const { name, title, pairs, settings } = benchmark;
  return comparisonExperiment({
    name,
    title,
    pairs,
    column: { name: "method", label: "method" },
    settings,
    figure: figureOf(benchmark),
  }, measure);
};
