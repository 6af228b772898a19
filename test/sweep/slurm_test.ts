import assert from "node:assert/strict";
import { readManifest } from "../../lib/lab/run/results_folder.ts";
import { gatherResults, readKeyedResults } from "../../lib/lab/run/results.ts";
import { originOf } from "../../lib/lab/run/task_keys.ts";
import { sweepStatus } from "../../lib/sweep/status.ts";
import { readWorkers, type SeenWorker } from "../../lib/sweep/worker_file.ts";
import { outcome } from "../cli/run_cli.ts";
import { type TemporaryFolder, temporaryFolder } from "../cli/temporary_folder.ts";
import { fakeExperiment, runFake } from "../lab/fake_experiment.ts";
import { isAlive, QUICK, ranIn, startSweep, SWEEP, until } from "./run_sweep.ts";
import { type Slurm, startSlurm, whyNoSlurm } from "./slurm.ts";

/** Twelve pairs are 24 tasks. */
const SEEDS = Array.from({ length: 12 }, (_, seed) => seed);

/** Submits an array of 24 tasks, each of which is one of the sweep; its number. */
async function submit(folder: TemporaryFolder, slurm: Slurm): Promise<string> {
  const command = ["--command", SWEEP.join(" "), "--memory", "100", "--to", "job.sbatch", "--now"];
  const what = ["fake", "--pairs", "12", "--out", "out", ...QUICK];
  const { status, stdout, stderr } = await outcome(
    startSweep(
      folder.at(),
      ["submit", ...what, "--engine", "slurm", "--tasks", "24", ...command],
      slurm.environment,
    ),
  );
  assert.equal(status, 0, stderr);
  return /^Submitted batch job (\d+)$/m.exec(stdout)![1]!;
}

/** Waits until no job is there. */
const allEnded = (slurm: Slurm): Promise<boolean> =>
  until(async () => (await slurm.command("squeue", "--noheader") === "" ? true : undefined));

/** Kills the process of one task, and another task with all that belongs to it; both are in the middle of their work. */
async function killTwo(
  folder: TemporaryFolder,
  slurm: Slurm,
  job: string,
): Promise<[SeenWorker, SeenWorker]> {
  const [first, second] = await until(async () => {
    const running = (await readWorkers(folder.at("out"))).filter(({ task }) => task);
    return running.length === 2 && ranIn(folder.at()).length === 2 ? running : undefined;
  });
  Deno.kill(first!.pid, "SIGKILL");
  await slurm.command("scancel", "--signal=KILL", "--full", `${job}_${second!.shard.index}`);
  // Signals come when they come: nothing is allowed to go on before both are dead.
  await until(async () => (await isAlive(first!.pid) || await isAlive(second!.pid) ? undefined : true));
  return [first!, second!];
}

const words = ({ task }: SeenWorker): string => `${task!.columns.setting} ${task!.columns.seed}`;

async function checkArray(slurm: Slurm): Promise<void> {
  using folder = temporaryFolder();
  folder.write("allowed.txt", "0");
  const job = await submit(folder, slurm);
  const [requeued, lost] = await killTwo(folder, slurm, job);
  folder.write("allowed.txt", "");
  await allEnded(slurm);

  const out = folder.at("out");
  const manifest = await readManifest(out);
  const missing = await gatherResults(out, manifest);
  // The other one may ask to be requeued too, before the kill reaches its script.
  const others = missing.filter(({ key }) => key !== lost.task!.key);
  assert.deepEqual(others, [], "the killed worker was run again");
  assert.match(Deno.readTextFileSync(`${out}/logs/${requeued.shard.index}.log`), /fake 1\/1: setting/);

  await slurm.command(
    "sbatch",
    `--chdir=${folder.at()}`,
    `--array=${lost.shard.index}`,
    folder.at("job.sbatch"),
  );
  await allEnded(slurm);
  assert.deepEqual(await gatherResults(out, manifest), []);
  const { done, left, failed } = await sweepStatus(out, manifest);
  assert.deepEqual([done, left, failed], [24, 0, []]);
  const { rows } = await readKeyedResults(out, originOf(fakeExperiment()));
  assert.equal(new Set(rows.map(({ task }) => task)).size, 24);

  await runFake(fakeExperiment(), folder.at("alone"), { seeds: SEEDS });
  const { rows: expected } = await readKeyedResults(folder.at("alone"), originOf(fakeExperiment()));
  const bare = (all: typeof rows): unknown => all.map(({ task: _, ...row }) => row);
  assert.deepEqual(bare(rows), bare(expected));
  const ran = ["plain", "squared"].flatMap((setting) => SEEDS.map((seed) => `${setting} ${seed}`));
  assert.deepEqual(ranIn(folder.at()).sort(), [...ran, words(requeued), words(lost)].sort());
}

Deno.test("a Slurm array of 24 tasks, two of which are killed, ends complete: nothing is lost or counted twice", async (t) => {
  const reason = await whyNoSlurm();
  const started = reason ??
    await startSlurm().catch((error: Error) => `Slurm does not start: ${error.message}`);
  if (typeof started === "string") {
    await t.step({ name: `skipped, as ${started}`, ignore: true, fn: () => {} });
    return;
  }
  await using slurm = started;
  await checkArray(slurm);
});
