import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { benchmarkBars, type BenchmarkPanel } from "../../lib/figures/benchmark_bars.ts";
import { around } from "./intervals.ts";
import { assertSnapshot } from "./snapshot.ts";

const METHODS = ["no edit", "draggan", "freedrag", "stabledrag", "tracker alone", "supervision alone"];
const PANELS: BenchmarkPanel[] = [
  {
    label: "mean distance, 1 point",
    unit: "px",
    better: "less",
    values: [12.9, 3.4, 3.1, 2.4, 2.6, 2.85].map((mean, i) => around(mean, i === 0 ? 0.9 : 0.35)),
  },
  {
    label: "identity kept",
    better: "more",
    values: [null, ...[0.81, 0.84, 0.86, 0.85, 0.855].map((mean) => around(mean, 0.02))],
  },
];

Deno.test("the bars of a benchmark look as they did", () => {
  assertSnapshot("benchmark_bars", benchmarkBars(METHODS, PANELS, { title: "Face landmarks" }));
});

Deno.test("a method that was not measured has words for a bar, and negative means reach from 0 to the left", () => {
  const svg = benchmarkBars(["a", "b"], [{ label: "change", values: [around(-2, 1), null] }]);
  assert.equal(svg.match(/<rect [^>]*fill-opacity|aria-label="bar"/g)!.length, 1);
  assert.equal(svg.match(/not measured/g)!.length, 1);
  assert.doesNotMatch(svg, /NaN|Infinity|⚠/);
});

Deno.test("the numbers of a panel have as many decimals as each other, or as many as asked for", () => {
  const panel = { label: "left", values: [around(12.5, 1), around(9, 1), around(0, 0)] };
  const numbers = (svg: string): string[] => [...svg.matchAll(/>(\d+\.\d+)</g)].map((match) => match[1]!);
  const isOf = (panel: BenchmarkPanel, expected: readonly string[]): void => {
    const found = numbers(benchmarkBars(["a", "b", "c"], [panel]));
    for (const number of expected) assert.ok(found.includes(number), `${number} in ${found}`);
  };
  isOf(panel, ["12.5", "9.0", "0.0"]);
  isOf({ ...panel, digits: 2 }, ["12.50", "9.00", "0.00"]);
  const nothing = benchmarkBars(["a"], [{ label: "left", values: [around(0, 0)] }]);
  assert.doesNotMatch(nothing, /NaN|Infinity|⚠/);
});

Deno.test("benchmarks without methods, or with another number of values, are refused", () => {
  assert.throws(() => benchmarkBars([], PANELS), InputError);
  assert.throws(() => benchmarkBars(METHODS, []), InputError);
  assert.throws(
    () => benchmarkBars(["draggan"], PANELS),
    /Expected 1 means of "mean distance, 1 point" but found 6/,
  );
});
