import assert from "node:assert/strict";
import { EXPERIMENTS } from "../../experiments/mod.ts";
import { comparedMethods } from "../../experiments/compared_methods.ts";
import { draggan } from "../../lib/drag/methods/draggan.ts";
import { benchmarkExperiment } from "../../lib/lab/benchmark.ts";
import { type Lab } from "../../lib/lab/experiment.ts";
import { canonicalJson } from "../../lib/lab/run/json.ts";
import { MEASURES } from "../../lib/lab/measures.ts";
import { type Measure } from "../../lib/lab/measure.ts";
import { analyseFolder, openRun } from "../../lib/lab/run/open_run.ts";
import { temporaryFolder } from "../cli/temporary_folder.ts";
import { smallProgan } from "../small_progan.ts";

/** As if no edit left 10 pixels, and methods 2, of which one seed knows nothing. */
const MEASURE: Measure = {
  name: "fake",
  version: 1,
  settings: {},
  quantities: [
    { name: "left", label: "distance left", unit: "px", digits: 1, better: "less" },
    { name: "kept", label: "kept", better: "more" },
  ],
  pairs: 9,
  open: () => (method, seed) =>
    Promise.resolve({ row: method ? { left: seed === 1 ? null : 2, kept: seed } : { left: 10 } }),
};

Deno.test("a benchmark ends in one table and one figure, with no edit beside the methods", async () => {
  const generator = smallProgan();
  const lab = { model: { generator, sha256: "0" }, environment: {} } as unknown as Lab;
  const experiment = benchmarkExperiment({
    name: "fake-benchmark",
    title: "Fake",
    about: "Nothing is measured.",
    pairs: 3,
    settings: () => [{ label: "no edit", method: undefined }, { label: "mine", method: draggan(generator) }],
  }, MEASURE);
  assert.equal(experiment.pairs, 3);
  using folder = temporaryFolder();
  const run = await openRun(experiment, lab, folder.at("a"), [0, 1, 2]);
  for await (const { error } of run.runTasks()) assert.equal(error, undefined);
  assert.deepEqual(await run.gather(), []);
  const { tables, figures } = await analyseFolder(experiment, folder.at("a"));
  const { columns, rows } = tables["fake-benchmark"]!;
  assert.deepEqual(columns.map(({ name }) => name), ["method", "pairs", "left", "kept"]);
  assert.deepEqual(rows[0], ["no edit", 3, { value: 10, low: 10, high: 10 }, null]);
  assert.deepEqual(rows[1]!.slice(0, 3), ["mine", 3, { value: 2, low: 2, high: 2 }]);
  const svg = figures["fake-benchmark"]!;
  for (const word of ["Fake", "mine", "less is better", "Nothing is measured. Each method on 3 pairs."]) {
    assert.ok(svg.includes(word), word);
  }
  assert.deepEqual([...Deno.readDirSync(folder.at("a"))].map(({ name }) => name).sort(), [
    "fake-benchmark.csv",
    "fake-benchmark.md",
    "fake-benchmark.png",
    "fake-benchmark.svg",
    "manifest.json",
    "results.parquet",
    "tasks",
    "timings.csv",
  ]);
});

Deno.test("the compared methods differ, and experiments and measures are called what they are listed as", () => {
  const settings = comparedMethods(smallProgan());
  const { method: both } = settings.find(({ label }) => label === "stabledrag")!;
  assert.ok(both && "tracker" in both);
  const partsOf = settings.flatMap(({ method }) =>
    method && "tracker" in method
      ? [canonicalJson([method.tracker.name, method.supervision.name, method.stopDistance])]
      : []
  );
  assert.equal(new Set(partsOf).size, 5);
  for (const [name, experiment] of Object.entries(EXPERIMENTS)) {
    assert.equal(experiment.name, name);
    assert.match(name, /^[a-z0-9_-]+$/);
  }
  for (const [name, measure] of Object.entries(MEASURES)) assert.equal(measure.name, name);
});
