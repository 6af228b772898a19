import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { analyseFolder } from "../../lib/lab/run/open_run.ts";
import { gatherResults } from "../../lib/lab/run/results.ts";
import { readManifest } from "../../lib/lab/run/results_folder.ts";
import { sweepStatus } from "../../lib/sweep/status.ts";
import { readWorkers, type SeenWorker } from "../../lib/sweep/worker_file.ts";
import { outcome } from "../cli/run_cli.ts";
import { type TemporaryFolder, temporaryFolder } from "../cli/temporary_folder.ts";
import { equalFiles, fakeExperiment } from "../lab/fake_experiment.ts";
import { run } from "./run_here.ts";
import { isAlive, QUICK, ranIn, startSweep, sweep, until } from "./run_sweep.ts";

/** Eight pairs: sixteen tasks. */
const SMALL = ["fake", "--pairs", "8", "--out", "out", ...QUICK];

const TASKS = ["plain", "squared"].flatMap((setting) =>
  [0, 1, 2, 3, 4, 5, 6, 7].map((seed) => `${setting} ${seed}`)
);

/** Starts a sweep of two workers, and waits until each has run a task and waits in another. */
async function startHeld(folder: TemporaryFolder): Promise<[Deno.ChildProcess, SeenWorker, SeenWorker]> {
  folder.write("allowed.txt", "1");
  const pool = startSweep(folder.at(), ["run", ...SMALL, "--workers", "2"]);
  const [first, second] = await until(async () => {
    const workers = await readWorkers(folder.at("out"));
    const busy = workers.filter(({ task, ran }) => task && ran > 0);
    const alive = await Promise.all(busy.map(({ pid }) => isAlive(pid)));
    return alive.filter(Boolean).length === 2 ? busy : undefined;
  });
  return [pool, first!, second!];
}

/** Allows workers one task after the other until something has ended. */
async function allowUntil(folder: TemporaryFolder, end: Promise<unknown>): Promise<void> {
  let ended = false;
  const waited = end.finally(() => ended = true);
  for (let tasks = 2; !ended; tasks++) {
    folder.write("allowed.txt", String(tasks));
    await Promise.race([waited, new Promise((wake) => setTimeout(wake, 300))]);
  }
}

Deno.test("a sweep whose worker is killed ends with the files of one process, and runs only the killed task twice", async () => {
  using pool = temporaryFolder();
  using alone = temporaryFolder();
  const [running, { pid, task }] = await startHeld(pool);
  Deno.kill(pid, "SIGKILL");
  pool.write("allowed.txt", "");
  const first = await outcome(running);
  assert.equal(first.status, 0, first.stderr);
  assert.match(first.stderr, /^The worker of shard 0\/2 was killed \(SIGKILL\) and is started again\.$/m);
  assert.match(first.stderr, /^fake 16\/16: 0 running$/m);
  assert.match(first.stdout, /^\| squared \| 7\.00 \| 100\.82 \|$/m);
  const killed = `${task!.columns.setting} ${task!.columns.seed}`;
  assert.deepEqual(ranIn(pool.at()).sort(), [...TASKS, killed].sort());

  const one = await sweep(alone.at(), "work", ...SMALL, "--shard", "0/1");
  assert.equal(one.status, 0, one.stderr);
  const out = alone.at("out");
  assert.deepEqual(await gatherResults(out, await readManifest(out)), []);
  await analyseFolder(fakeExperiment(), out);
  assert.deepEqual(equalFiles(out), equalFiles(pool.at("out")));
});

Deno.test("Ctrl-C stops a sweep after the tasks that run, its death stops its workers, and it goes on", async () => {
  using folder = temporaryFolder();
  const [interrupted] = await startHeld(folder);
  interrupted.kill("SIGINT");
  const ended = outcome(interrupted);
  await allowUntil(folder, ended);
  const { status, stderr } = await ended;
  assert.match(stderr, /^error: Stopped after \d+ of 16 tasks; the same command goes on from there\.$/m);
  assert.equal(status, 130);
  const [killed, ...workers] = await startHeld(folder);
  killed.kill("SIGKILL");
  await outcome(killed);
  await allowUntil(
    folder,
    until(async () => {
      const alive = await Promise.all(workers.map(({ pid }) => isAlive(pid)));
      return alive.includes(true) ? undefined : true;
    }),
  );
  assert.ok(ranIn(folder.at()).length < TASKS.length, ranIn(folder.at()).join());
  folder.write("allowed.txt", "");
  assert.equal((await sweep(folder.at(), "run", ...SMALL, "--workers", "1")).status, 0);
  assert.deepEqual(ranIn(folder.at()).sort(), TASKS);
});

Deno.test("tasks that fail are told of, shown by the status, and run again by the same command", async () => {
  using folder = temporaryFolder();
  folder.write("broken.txt", "squared 1");
  const small = ["run", "fake", "--pairs", "2", "--out", "out", ...QUICK, "--workers", "1"];
  const first = await sweep(folder.at(), ...small);
  assert.equal(first.status, 1);
  assert.match(
    first.stderr,
    /^error: 1 of 4 tasks failed, the first of setting squared, seed 1: no luck\. The same command runs them again\.$/m,
  );
  const out = folder.at("out");
  await assert.rejects(
    run("gather", "fake", "--out", out),
    /all tasks in .*out but found that 1 task has no result yet, such as setting squared, seed 1\./,
  );
  const failed = await sweep(folder.at(), "status", "out");
  assert.equal(
    failed.stdout,
    "fake: 3 of 4 tasks done, 0 running, 1 failed, 0 left\n\nfailed\n  setting squared, seed 1: no luck.\n",
  );
  folder.write("broken.txt", "");
  assert.equal((await sweep(folder.at(), ...small)).status, 0);
  const { done, failed: none } = await sweepStatus(out, await readManifest(out));
  assert.deepEqual([done, none], [4, []]);
  const other = await sweep(folder.at(), ...small, "--threads", "2");
  assert.match(
    other.stderr,
    /^error: .* same settings in out but found another settings\.environment\.threads/m,
  );
  assert.deepEqual([other.status, other.stdout], [2, ""]);
  assert.deepEqual(ranIn(folder.at()), ["plain 0", "plain 1", "squared 0", "squared 1", "squared 1"]);
});

Deno.test("a worker that is killed in the same task three times is given up, also where a task before it fails", async () => {
  using folder = temporaryFolder();
  folder.write("broken.txt", "plain 0");
  folder.write("allowed.txt", "1");
  const pool = startSweep(folder.at(), [
    "run",
    "fake",
    "--pairs",
    "2",
    "--out",
    "out",
    ...QUICK,
    "--workers",
    "1",
  ]);
  for (const killed = new Set<number>(); killed.size < 3;) {
    const [worker] = await until(async () => {
      const inSecond = (await readWorkers(folder.at("out"))).filter(({ pid, ran }) =>
        ran === 1 && !killed.has(pid)
      );
      return inSecond.length > 0 ? inSecond : undefined;
    });
    Deno.kill(worker!.pid, "SIGKILL");
    killed.add(worker!.pid);
  }
  const { status, stderr } = await outcome(pool);
  assert.match(
    stderr,
    /^error: The worker of shard 0\/1 was killed \(SIGKILL\) three times in a row without having saved a result\.$/m,
  );
  assert.equal(status, 1);
  assert.deepEqual(ranIn(folder.at()).filter((words) => words === "plain 0").length, 3);
});

Deno.test("what no worker could do ends with one sentence, and writes nothing", async () => {
  using folder = temporaryFolder();
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [
      ["run", "faek"],
      /Expected the experiment or ablation to be one of .*fake, dragbench but found "faek"\./,
    ],
    [["run", "fake", "--seeds", "5-3"], /Expected seeds as first-last/],
    [
      ["run", "fake", "--measure", "x"],
      /a measure for ablations only but found one for the experiment fake\./,
    ],
    [["run", "tau", "--measure", "x"], /Expected the measure to be one of nose-drag but found "x"\./],
    [["work", "fake", "--shard", "2/2"], /Expected a shard i\/N .* but found "2\/2"\./],
    [
      ["work", "fake", "--shard", "0/2", "--model", "nothing"],
      /model at .*nothing but found nothing there\./,
    ],
    [["gather", "fake"], /Expected results in .*out but found no manifest\.json\./],
  ];
  for (const [args, message] of cases) {
    await assert.rejects(run(...args, "--out", folder.at("out")), (error: unknown) => {
      assert.ok(error instanceof InputError);
      assert.match(error.message, message);
      return true;
    });
  }
  await assert.rejects(
    run("status", folder.at("out")),
    /Expected results in .*out but found no manifest\.json\./,
  );
  const { status, stderr } = await sweep(folder.at(), "run", "fake", "--model", "nothing", "--workers", "1");
  assert.equal(status, 2);
  assert.match(stderr, /^error: .* model at .*nothing but found nothing there\.\n$/);
  assert.deepEqual([...Deno.readDirSync(folder.at())], []);
});

Deno.test("a sweep into a file is refused before a worker starts", async () => {
  using folder = temporaryFolder();
  const file = folder.write("ok.json", "{}");
  const { status, stderr } = await sweep(folder.at(), "run", "fake", ...QUICK, "--out", file);
  assert.match(
    stderr,
    /^error: Expected a folder that can be written at .*ok\.json but found: Not a directory\.\n$/,
  );
  assert.equal(status, 2);
  assert.equal(Deno.readTextFileSync(file), "{}");
});
