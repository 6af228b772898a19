import assert from "node:assert/strict";
import { type Experiment } from "../../../lib/lab/experiment.ts";
import { analyseFolder, analysePart } from "../../../lib/lab/run/open_run.ts";
import { decodeParquet, encodeParquet } from "../../../lib/lab/run/parquet.ts";
import { readResults } from "../../../lib/lab/run/results.ts";
import { readResult, saveResult } from "../../../lib/lab/run/task_files.ts";
import { originOf } from "../../../lib/lab/run/task_keys.ts";
import { temporaryFolder } from "../../cli/temporary_folder.ts";
import { equalFiles, fakeExperiment, runFake } from "../fake_experiment.ts";

const FILES = ["fake.csv", "fake.md", "manifest.json", "results.parquet"];

const taskFiles = (folder: string): string[] => [...Deno.readDirSync(`${folder}/tasks`)].map((f) => f.name);

Deno.test("the rows of all tasks are read back as they were, in the order of the tasks", async () => {
  using folder = temporaryFolder();
  const experiment = fakeExperiment();
  await runFake(experiment, folder.at("a"));
  const rows = await readResults(folder.at("a"), originOf(experiment));
  assert.deepEqual(rows.map(({ setting, seed }) => `${setting} ${seed}`), [
    "plain 0",
    "plain 1",
    "plain 2",
    "squared 0",
    "squared 1",
    "squared 2",
  ]);
  assert.deepEqual(rows[4], { setting: "squared", seed: 1, value: 2 * 1.1 ** 2, sign: "+", odd: 1 });
  assert.equal(rows[0]!.odd, null);
});

Deno.test("a run that stops between any two tasks goes on to equal files, and runs no task twice", async () => {
  using folder = temporaryFolder();
  await runFake(fakeExperiment(), folder.at("whole"));
  await analyseFolder(fakeExperiment(), folder.at("whole"));
  const expected = equalFiles(folder.at("whole"));
  assert.deepEqual(Object.keys(expected), FILES);
  for (let after = 0; after <= 6; after++) {
    const at = folder.at(`stopped${after}`);
    const ran: string[] = [];
    const controller = new AbortController();
    const experiment = fakeExperiment({
      before: (setting, seed) => {
        ran.push(`${setting} ${seed}`);
        if (ran.length === after) controller.abort();
      },
    });
    if (after === 0) controller.abort();
    const { told, missing } = await runFake(experiment, at, { signal: controller.signal });
    assert.equal(told.at(-1)!.done, after);
    assert.equal(missing.length, 6 - after);
    await runFake(experiment, at);
    assert.equal(new Set(ran).size, 6);
    assert.equal(ran.length, 6);
    await analyseFolder(experiment, at);
    assert.deepEqual(equalFiles(at), expected);
  }
});

/** A fake whose task of the setting "plain" and seed 1 fails until it is mended. */
function unlucky(): { readonly experiment: Experiment; readonly mend: () => void } {
  let broken = true;
  const experiment = fakeExperiment({
    before: (setting, seed) => {
      if (broken && setting === "plain" && seed === 1) throw new Error("no luck");
    },
  });
  const mend = (): void => {
    broken = false;
  };
  return { experiment, mend };
}

Deno.test("a task that fails is told of, the others are run, and the next run tries it again", async () => {
  using folder = temporaryFolder();
  const { experiment, mend } = unlucky();
  const { told, missing } = await runFake(experiment, folder.at("a"));
  assert.equal(told.length, 7);
  assert.match(String(told[2]!.error), /no luck/);
  assert.deepEqual(missing.map(({ columns }) => columns), [{ setting: "plain", seed: 1 }]);
  assert.ok(!taskFiles(folder.at("a")).includes("results.parquet"));
  mend();
  assert.deepEqual((await runFake(experiment, folder.at("a"))).missing, []);
});

Deno.test("a task whose result has a number that is not finite has failed like any other", async () => {
  using folder = temporaryFolder();
  const { told, missing } = await runFake(fakeExperiment({ factor: 1e308 }), folder.at("a"), {
    seeds: [1, 2],
  });
  const failed = told.filter(({ error }) => error !== undefined);
  assert.equal(told.length, 5);
  assert.deepEqual(failed.map(({ task }) => task!.columns), missing.map(({ columns }) => columns));
  assert.deepEqual(missing.map(({ columns: { setting, seed } }) => `${setting} ${seed}`), [
    "plain 2",
    "squared 2",
  ]);
  assert.match(
    String(failed[0]!.error),
    /finite number.* as value of setting plain, seed 2 but found Infinity/,
  );
});

Deno.test("tables are made of the tasks that have a result where others have none, and of all once they have", async () => {
  using folder = temporaryFolder();
  const { experiment, mend } = unlucky();
  const table = (): string[] => Deno.readTextFileSync(folder.at("a", "fake.csv")).trim().split("\n");
  await runFake(experiment, folder.at("a"));
  const { missing } = await analysePart(experiment, folder.at("a"));
  assert.deepEqual(missing.map(({ columns }) => columns), [{ setting: "plain", seed: 1 }]);
  assert.deepEqual(table().slice(0, 3), ["setting,seed,value", "plain,0.00,0.20", "plain,2.00,4.20"]);
  assert.ok(!Deno.readDirSync(folder.at("a")).some(({ name }) => name === "results.parquet"));
  mend();
  await runFake(experiment, folder.at("a"));
  assert.deepEqual((await analysePart(experiment, folder.at("a"))).missing, []);
  const partly = table();
  await analyseFolder(experiment, folder.at("a"));
  assert.deepEqual(partly, table());
});

Deno.test("more pairs keep the results of fewer, and the folder then holds those of all", async () => {
  using folder = temporaryFolder();
  await runFake(fakeExperiment(), folder.at("a"), { seeds: [0, 1] });
  const { told } = await runFake(fakeExperiment(), folder.at("a"));
  assert.equal(told[0]!.done, 4);
  await runFake(fakeExperiment(), folder.at("b"));
  assert.deepEqual(equalFiles(folder.at("a")), equalFiles(folder.at("b")));
});

Deno.test("times stand apart from the results, one line for each task", async () => {
  using folder = temporaryFolder();
  await runFake(fakeExperiment(), folder.at("a"));
  const lines = Deno.readTextFileSync(folder.at("a", "timings.csv")).trim().split("\n");
  assert.equal(lines[0], "setting,seed,made_seconds");
  assert.match(lines[6]!, /^squared,2,0\.\d{3}$/);
  assert.equal(lines.length, 7);
});

Deno.test("the mean times of tasks that differ in the seed only stand apart too", async () => {
  using folder = temporaryFolder();
  await runFake(fakeExperiment(), folder.at("a"));
  const seconds = Deno.readTextFileSync(folder.at("a", "seconds.csv")).trim().split("\n");
  assert.equal(seconds[0], "setting,tasks,made_seconds");
  assert.match(seconds[1]!, /^plain,3,0\.\d{3}$/);
  assert.equal(seconds.length, 3);
  assert.match(
    Deno.readTextFileSync(folder.at("a", "seconds.md")),
    /^\| setting \| tasks \| made \[s\] \|$/m,
  );
});

Deno.test("what a killed run left half written is removed at the end", async () => {
  using folder = temporaryFolder();
  await runFake(fakeExperiment(), folder.at("a"), { seeds: [0] });
  Deno.writeTextFileSync(folder.at("a", "tasks", "x.parquet.1234.part"), "{");
  await runFake(fakeExperiment(), folder.at("a"));
  assert.ok(taskFiles(folder.at("a")).every((name) => /^[0-9a-f]{24}\.parquet$/.test(name)));
});

Deno.test("a folder with nothing but gathered results goes on from them, with their times", async () => {
  using folder = temporaryFolder();
  const [all, part] = [folder.at("all"), folder.at("part")];
  await runFake(fakeExperiment(), all);
  await runFake(fakeExperiment(), part, { seeds: [0, 1] });
  const times = Deno.readTextFileSync(`${part}/timings.csv`).split("\n");
  Deno.removeSync(`${part}/tasks`, { recursive: true });
  Deno.removeSync(`${part}/manifest.json`);
  const { told } = await runFake(fakeExperiment(), part);
  assert.equal(told[0]!.done, 4);
  assert.deepEqual(equalFiles(part), equalFiles(all));
  assert.ok(times.every((line) => Deno.readTextFileSync(`${part}/timings.csv`).includes(line)));
});

Deno.test("JSON files, in which tasks were saved before, are gone on from with their times", async () => {
  using folder = temporaryFolder();
  const [whole, at] = [folder.at("whole"), folder.at("a")];
  await runFake(fakeExperiment(), whole);
  await runFake(fakeExperiment(), at, { seeds: [0, 1] });
  const origin = originOf(fakeExperiment());
  const tasks = taskFiles(at).map((name) => name.replace(".parquet", ""));
  for (const key of tasks) {
    const { row, seconds } = (await readResult(at, origin, { key, columns: {} }))!;
    Deno.writeTextFileSync(`${at}/tasks/${key}.json`, JSON.stringify({ ...origin, key, row, seconds }));
    Deno.removeSync(`${at}/tasks/${key}.parquet`);
  }
  const times = Deno.readTextFileSync(`${at}/timings.csv`).split("\n");
  assert.equal((await runFake(fakeExperiment(), at)).told[0]!.done, 4);
  assert.ok(taskFiles(at).every((name) => name.endsWith(".parquet")));
  assert.deepEqual(equalFiles(at), equalFiles(whole));
  assert.ok(times.every((line) => Deno.readTextFileSync(`${at}/timings.csv`).includes(line)));
});

Deno.test("columns of results do not have the names of what stands beside them in files of tasks", async () => {
  using folder = temporaryFolder();
  Deno.mkdirSync(folder.at("tasks"));
  for (const name of ["task", "drag_seconds"]) {
    const saving = saveResult(folder.at(), originOf(fakeExperiment()), { key: "k", columns: {} }, {
      row: { [name]: 1 },
    });
    await assert.rejects(saving, new RegExp(`Expected columns of results .* but found ${name}\\.`));
  }
  assert.deepEqual(taskFiles(folder.at()), []);
});

Deno.test("tasks that keep files are refused where the folder has those of other weights, others go on there", async () => {
  using folder = temporaryFolder();
  const keepsFiles = { keepsFiles: true };
  await runFake(fakeExperiment(keepsFiles), folder.at("a"), { seeds: [0, 1] });
  await assert.rejects(
    runFake(fakeExperiment({ ...keepsFiles, power: 3 }), folder.at("a"), { seeds: [1, 2] }),
    /a without other results of setting squared, seed 1 but found them, .*; choose another folder\.$/,
  );
  await runFake(fakeExperiment(keepsFiles), folder.at("a"), { seeds: [1, 2] });
  await runFake(fakeExperiment({ power: 3 }), folder.at("a"), { seeds: [1, 2] });
});

/** Leaves nothing but the gathered results of a folder. */
function bare(folder: string): void {
  Deno.removeSync(`${folder}/tasks`, { recursive: true });
  Deno.removeSync(`${folder}/manifest.json`);
}

Deno.test("gathered results of other settings or another version, or that name no tasks, are refused and stay", async () => {
  using folder = temporaryFolder();
  const at = folder.at("a");
  const path = `${at}/results.parquet`;
  await runFake(fakeExperiment(), at);
  bare(at);
  const held = Deno.readFileSync(path);
  await assert.rejects(
    runFake(fakeExperiment({ factor: 3 }), at),
    /same settings in .*a but found another settings\.factor, 2 where 3 is asked for; choose another folder\.$/,
  );
  await assert.rejects(runFake(fakeExperiment({ version: 2 }), at), /results of fake version 2/);
  assert.deepEqual(Deno.readFileSync(path), held);
  const { rows, note } = await decodeParquet(path, held);
  const nameless = encodeParquet({ rows: rows.map(({ task: _, ...row }) => row), note });
  Deno.writeFileSync(path, nameless);
  await assert.rejects(
    runFake(fakeExperiment(), at),
    /rows that name their tasks in .*results\.parquet but found none, .*; choose another folder\.$/,
  );
  assert.deepEqual(Deno.readFileSync(path), nameless);
});

Deno.test("of gathered results none is lost by a run of fewer pairs", async () => {
  using folder = temporaryFolder();
  await runFake(fakeExperiment(), folder.at("a"));
  await runFake(fakeExperiment(), folder.at("b"));
  bare(folder.at("a"));
  await runFake(fakeExperiment(), folder.at("a"), { seeds: [0] });
  assert.equal((await runFake(fakeExperiment(), folder.at("a"))).told[0]!.done, 6);
  assert.deepEqual(equalFiles(folder.at("a")), equalFiles(folder.at("b")));
});
