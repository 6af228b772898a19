import { Command } from "commander";
import { InputError } from "../../errors.ts";
import { checkFolderWritable } from "../../hub/check_writable.ts";
import { readManifest } from "../../lab/run/results_folder.ts";
import { originOf } from "../../lab/run/task_keys.ts";
import { runPool, type WorkerEnd } from "../../sweep/pool.ts";
import { failuresOf, type SweepStatus, sweepStatus } from "../../sweep/status.ts";
import { readWorker, type WorkerFile } from "../../sweep/worker_file.ts";
import { Interrupted } from "../exit_status.ts";
import { failedText } from "../failed_text.ts";
import { listenForInterrupt } from "../interruption.ts";
import { wholeNumber } from "../options.ts";
import { note } from "../terminal.ts";
import { gather } from "./gather.ts";
import { startWorker } from "./start_worker.ts";
import { type Sweepables } from "./sweepable.ts";
import { showWhile } from "./sweep_progress.ts";
import { type SweepTarget } from "./sweep_target.ts";
import { withSweepable } from "./sweep_options.ts";
import { WORKER_MEMORY } from "./worker_memory.ts";

const nameOf = ({ shard }: WorkerEnd): string => `The worker of shard ${shard.index}/${shard.count}`;

/** Why a worker ended early. */
function endedEarly(end: WorkerEnd): Error {
  if (end.signal !== null) {
    return new Error(
      `${nameOf(end)} was killed (${end.signal}) three times in a row without having saved a result.`,
    );
  }
  const reason = end.lastLine.replace(/^error: /, "") || `exit status ${end.status}.`;
  return end.status === 2 ? new InputError(reason) : new Error(`${nameOf(end)} ended early: ${reason}`);
}

/** How many tasks a worker that has ended ran, successfully or not, and how many of them it saved. */
async function workOf(
  folder: string,
  { shard, pid }: WorkerEnd,
): Promise<Pick<WorkerFile, "ran" | "saved">> {
  const worker = await readWorker(folder, shard);
  return worker?.pid === pid ? worker : { ran: 0, saved: 0 };
}

/** That tasks failed; nothing where none has. */
async function failedTasks(folder: string, { failed, total }: SweepStatus): Promise<Error | undefined> {
  const [first] = await failuresOf(folder, { failed }, 1);
  return first && new Error(failedText(failed.length, total, first, first.reason));
}

/** @throws what keeps the sweep from having all results. */
async function checkEnds(
  { experiment, folder }: SweepTarget,
  ends: readonly WorkerEnd[],
  isInterrupted: boolean,
): Promise<void> {
  const early = ends.filter(({ status, signal }) => status !== 0 || signal !== null);
  if (early.length === 0) return;
  const read = readManifest(folder, originOf(experiment)).then((manifest) => sweepStatus(folder, manifest));
  const status = await read.catch(() => undefined);
  if (isInterrupted) {
    const done = status ? `after ${status.done} of ${status.total} tasks` : "before the first task";
    throw new Interrupted(`Stopped ${done}; the same command goes on from there.`);
  }
  for (const end of early) {
    if (end.signal !== null || (await workOf(folder, end)).ran === 0) throw endedEarly(end);
  }
  throw status && await failedTasks(folder, status) || endedEarly(early[0]!);
}

/** Runs all tasks of a sweep that have no result yet, in a pool of workers, and shows its tables. */
async function runSweep(target: SweepTarget, workers: number): Promise<void> {
  const { experiment: { name }, folder } = target;
  const words = target.words(folder);
  await checkFolderWritable(folder);
  using interruption = listenForInterrupt();
  const ends = await showWhile(
    name,
    folder,
    runPool({
      workers,
      start: (shard) => startWorker(shard, words),
      hasSaved: async (end) => (await workOf(folder, end)).saved > 0,
      onKilled: (end) => note(`${nameOf(end)} was killed (${end.signal}) and is started again.`),
      signal: interruption.signal,
    }),
  );
  await checkEnds(target, ends, interruption.signal.aborted);
  await gather(target);
}

/** As many workers as there are processors, as far as each has the memory that it may take. */
function usualWorkers(): number {
  const room = Math.floor(Deno.systemMemoryInfo().total / 2 ** 20 / WORKER_MEMORY);
  return Math.max(1, Math.min(navigator.hardwareConcurrency, room));
}

/** `sweep run NAME`: on this machine. */
export const runCommand = (sweepables: Sweepables): Command =>
  withSweepable(
    new Command("run").description(
      "run an experiment or ablation by many processes on this machine, and make its tables and figures; the same " +
        "command goes on where it was stopped or killed",
    ).option(
      "--workers <n>",
      "number of processes (default: one per processor, as far as each has 4 GiB of memory)",
      wholeNumber(1),
    ),
    sweepables,
    (target, { workers = usualWorkers() }: { readonly workers?: number }) => runSweep(target, workers),
  );
