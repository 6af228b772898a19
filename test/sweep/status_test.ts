import assert from "node:assert/strict";
import { stateText, statusText } from "../../lib/cli/sweep/status_text.ts";
import { readManifest } from "../../lib/lab/run/results_folder.ts";
import { gatherResults } from "../../lib/lab/run/results.ts";
import { removeStrays } from "../../lib/lab/run/task_files.ts";
import { queryResults } from "../../lib/sweep/query.ts";
import { type Manifest } from "../../lib/lab/run/manifest.ts";
import { noteFailure } from "../../lib/sweep/failures.ts";
import { failuresOf, sweepStatus } from "../../lib/sweep/status.ts";
import { touchWorker, writeWorker } from "../../lib/sweep/worker_file.ts";
import { type TemporaryFolder, temporaryFolder } from "../cli/temporary_folder.ts";
import { fakeExperiment, runFake } from "../lab/fake_experiment.ts";

/** Half an hour after the workers below began. */
const NOW = 1_800_000_000_000;
const BEGAN = NOW - 1_800_000;

/** A folder with the results of three of six tasks. */
async function halfDone(folder: TemporaryFolder): Promise<Manifest> {
  await runFake(fakeExperiment(), folder.at(), { shard: { index: 0, count: 2 } });
  return await readManifest(folder.at());
}

/** Writes the file of a worker that runs a task, and was last heard of so many seconds before now. */
async function worker(
  folder: TemporaryFolder,
  index: number,
  task: Manifest["tasks"][number] | null,
  ran: number,
  silent: number,
): Promise<void> {
  const shard = { index, count: 4 };
  const doing = task && { ...task, since: NOW - 90_000 };
  const work = { ran, saved: ran, task: doing };
  await writeWorker(folder.at(), { shard, host: "node", pid: 100 + index, since: BEGAN, ...work });
  await touchWorker(folder.at(), shard, new Date(NOW - 1000 * silent));
}

Deno.test("a sweep that nobody works on has tasks that are done, and others that are left", async () => {
  using folder = temporaryFolder();
  const manifest = await halfDone(folder);
  const status = await sweepStatus(folder.at(), manifest, NOW);
  assert.deepEqual(status, { total: 6, done: 3, failed: [], running: [], lost: [], left: 3 });
  assert.equal(
    statusText("fake", status, [], NOW),
    "fake: 3 of 6 tasks done, 0 running, 0 failed, 3 left",
  );
});

Deno.test("workers run, are lost after a minute of silence, or have ended; what failed counts until it is run again", async () => {
  using folder = temporaryFolder();
  const manifest = await halfDone(folder);
  const [, first, , second, , third] = manifest.tasks;
  const done = manifest.tasks[0]!;
  await worker(folder, 0, first!, 90, 59);
  await worker(folder, 1, second!, 5, 61);
  await worker(folder, 2, null, 7, 1);
  await worker(folder, 3, done, 9, 1);
  await noteFailure(folder.at(), { ...third!, reason: "no luck." });
  await noteFailure(folder.at(), { ...first!, reason: "runs again." });
  await noteFailure(folder.at(), { ...done, reason: "long ago." });
  const status = await sweepStatus(folder.at(), manifest, NOW);
  assert.deepEqual(status.running.map(({ pid }) => pid), [100]);
  assert.deepEqual(status.lost.map(({ pid }) => pid), [101]);
  assert.deepEqual(status.failed, [third!.key]);
  assert.deepEqual([status.done, status.left, status.rate], [3, 1, 90 / 1800]);
  assert.equal(stateText(status), "1 running, 1 failed, 40 s to go");
  assert.equal(
    statusText("fake", status, await failuresOf(folder.at(), status, 10), NOW),
    `fake: 3 of 6 tasks done, 1 running, 1 failed, 1 left
0.05 tasks per second, 40 s to go

running
  shard 0/4, process 100 on node: setting plain, seed 1, for 2 min

lost: killed, most likely; their tasks are run again when their shards are
  shard 1/4, process 101 on node: setting squared, seed 0, silent for 61 s

failed
  setting squared, seed 2: no luck.`,
  );
});

Deno.test("a folder that was half copied has what can be read of it", async () => {
  using folder = temporaryFolder();
  const manifest = await halfDone(folder);
  const [, first, , second] = manifest.tasks;
  await worker(folder, 0, first!, 90, 1);
  await noteFailure(folder.at(), { ...second!, reason: "no luck." });
  const path = folder.at("workers", "0-4.json");
  Deno.writeTextFileSync(path, Deno.readTextFileSync(path).slice(0, 20));
  folder.write(`failed/${second!.key}.json`, "");
  Deno.mkdirSync(folder.at("workers", "1-4.json"));
  Deno.removeSync(folder.at("tasks"), { recursive: true });
  const status = await sweepStatus(folder.at(), manifest, NOW);
  assert.deepEqual(status, { total: 6, done: 0, failed: [second!.key], running: [], lost: [], left: 5 });
  assert.deepEqual(await failuresOf(folder.at(), status, 10), []);
  await assert.rejects(
    queryResults([folder.at()], "FROM results"),
    /^InputError: Expected results in .* but found none\.$/,
  );
  assert.equal((await gatherResults(folder.at(), manifest)).length, 6);
  await removeStrays(folder.at());
});

Deno.test("a result that cannot be read is named in one sentence", async () => {
  using folder = temporaryFolder();
  const manifest = await halfDone(folder);
  const path = folder.at("tasks", `${manifest.tasks[0]!.key}.parquet`);
  Deno.removeSync(path);
  Deno.mkdirSync(path);
  const message =
    /^InputError: Expected the result of task \S+ at \S+\.parquet but found that it cannot be read: Is a directory\.$/;
  await assert.rejects(gatherResults(folder.at(), manifest), message);
  await assert.rejects(queryResults([folder.at()], "FROM results"), message);
});
