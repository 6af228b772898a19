import assert from "node:assert/strict";
import { ABLATIONS } from "../../ablations/mod.ts";
import { methodSettings } from "../../lib/drag/method.ts";
import { draggan } from "../../lib/drag/methods/draggan.ts";
import { stabledrag } from "../../lib/drag/methods/stabledrag.ts";
import { type Tracker } from "../../lib/drag/tracking/tracker.ts";
import { type Ablation, ablationExperiment } from "../../lib/lab/ablation.ts";
import { canonicalJson } from "../../lib/lab/run/json.ts";
import { noseDrag } from "../../lib/lab/nose_drag.ts";
import { analyseFolder, openRun } from "../../lib/lab/run/open_run.ts";
import { type Row } from "../../lib/lab/run/row.ts";
import { readResults } from "../../lib/lab/run/results.ts";
import { overrides, sweep } from "../../lib/lab/sweep.ts";
import { originOf } from "../../lib/lab/run/task_keys.ts";
import { temporaryFolder } from "../cli/temporary_folder.ts";
import { smallProgan } from "../small_progan.ts";
import { smallLab } from "./small_lab.ts";

const DRAGS = noseDrag({ steps: 2 });

Deno.test("every ablation has settings that differ, and marks the one that StableDrag has", () => {
  const generator = smallProgan();
  const usual = canonicalJson(methodSettings(stabledrag(generator)));
  for (const [name, ablation] of Object.entries(ABLATIONS)) {
    const settings = ablation.settings(generator);
    const texts = settings.map(({ method }) => canonicalJson(methodSettings(method!)));
    assert.ok(settings.length > 1, name);
    assert.equal(new Set(texts).size, settings.length, name);
    assert.equal(new Set(settings.map(({ label }) => label)).size, settings.length, name);
    assert.equal(settings[texts.indexOf(usual)]?.label, ablation.usual, name);
    assert.match(name, /^[a-z0-9_]+$/);
  }
});

Deno.test("unknown overrides and those out of their range are refused in one sentence", () => {
  const generator = smallProgan();
  const unknown = { lambdaTrak: 0.3 } as Record<string, number>;
  assert.throws(
    () => overrides({ a: unknown })(generator),
    /^InputError: Expected options of stabledrag but found lambdaTrak, which has no effect there\.$/,
  );
  assert.throws(
    () => sweep("lambdaTrack", [0, 2])(generator),
    /^InputError: options of stabledrag: lambdaTrack: Expected at most 1 but found 2\.$/,
  );
  assert.throws(() => sweep("featureBlock", [9])(generator), /featureBlock from 0 to 5 but found 9/);
  assert.equal(overrides({ always: { tau: Infinity } })(generator).length, 1);
});

/** A tracker of one's own: it stays where it is. */
const lazy: Tracker = {
  ...draggan(smallProgan()).tracker,
  name: "lazy",
  settings: {},
};

const MINE: Ablation = {
  name: "mine",
  title: "Mine",
  parameter: "tracker",
  usual: "both",
  settings: (generator) => [
    { label: "both", method: stabledrag(generator) },
    { label: "mine", method: { ...stabledrag(generator), tracker: lazy } },
  ],
};

/** Expects the two rows of each setting, with what is measured within its range. */
function checkRows(rows: readonly Row[]): void {
  assert.equal(rows.length, 4);
  assert.deepEqual(rows.map(({ setting, usual }) => [setting, usual]), [
    ["both", 1],
    ["both", 1],
    ["mine", 0],
    ["mine", 0],
  ]);
  for (const { left, steps, confidence, by_template, similarity } of rows) {
    assert.ok(Number(left) > 0 && Number(left) < 20, `${left} px left`);
    assert.equal(steps, 2);
    assert.ok(Number.isFinite(confidence) && Number(by_template) >= 0 && Number(by_template) <= 100);
    assert.ok(Math.abs(Number(similarity)) <= 1.0001);
  }
}

Deno.test("an ablation with a tracker of one's own ends in a table, one pair by pair, and a figure with all settings", async () => {
  const experiment = ablationExperiment(MINE, DRAGS);
  using folder = temporaryFolder();
  const lab = await smallLab();
  await using _ = lab.runtime;
  const run = await openRun(experiment, lab, folder.at("mine"), [0, 1]);
  for await (const { error } of run.runTasks()) assert.equal(error, undefined);
  assert.deepEqual(await run.gather(), []);
  const { tables, figures } = await analyseFolder(experiment, folder.at("mine"));
  assert.deepEqual(tables.mine!.rows.map(([label, pairs]) => [label, pairs]), [["both", 2], ["mine", 2]]);
  assert.match(figures.mine!, />mine</);
  assert.equal(tables["mine-relative"]!.columns[0]!.label, "tracker, against both");
  assert.deepEqual(tables["mine-relative"]!.rows.map(([label]) => label), ["mine"]);
  checkRows(await readResults(folder.at("mine"), originOf(experiment)));
  assert.deepEqual([...Deno.readDirSync(folder.at("mine"))].map(({ name }) => name).sort(), [
    "manifest.json",
    "mine-relative.csv",
    "mine-relative.md",
    "mine.csv",
    "mine.md",
    "mine.png",
    "mine.svg",
    "results.parquet",
    "seconds.csv",
    "seconds.md",
    "tasks",
    "timings.csv",
  ]);
});

Deno.test("of a generator with other defaults the setting is marked that is usual there, and none where none is", () => {
  const ablation: Ablation = {
    name: "r1",
    title: "r1",
    parameter: "r1 [px]",
    usual: "2",
    settings: sweep("r1", [2, 3]),
  };
  const { analyse } = ablationExperiment(ablation, DRAGS);
  const analysed = (usual: readonly (number | undefined)[]): readonly [string | undefined, boolean] => {
    const rows = ["2", "3"].map((setting, i) => ({
      ...{ setting, seed: 0, value: Number(setting), left: 1 },
      ...(usual[i] === undefined ? {} : { usual: usual[i] }),
    }));
    const { tables, figures } = analyse(rows);
    return [tables["r1-relative"]?.columns.at(0)?.label, figures["r1"]!.includes("usual:")];
  };
  assert.deepEqual(analysed([0, 1]), ["r1 [px], against 3", true]);
  assert.deepEqual(analysed([0, 0]), [undefined, false]);
  assert.deepEqual(analysed([undefined, undefined]), ["r1 [px], against 2", true]);
});

Deno.test("a nose goes to the left for even seeds and to the right for odd ones, and repeats to the bit", async () => {
  const lab = await smallLab();
  await using _ = lab.runtime;
  const measure = DRAGS.open(lab);
  const method = stabledrag(lab.model.generator);
  const first = await measure(method, 4);
  assert.deepEqual((await measure(method, 4)).row, first.row);
  assert.notDeepEqual((await measure(method, 5)).row, first.row);
  assert.ok(first.seconds!.drag! > 0);
});
