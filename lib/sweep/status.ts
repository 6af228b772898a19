import { type Manifest } from "../lab/run/manifest.ts";
import { keysIn } from "../lab/run/task_files.ts";
import { failedKeys, type Failure, readFailure } from "./failures.ts";
import { readWorkers, type SeenWorker } from "./worker_file.ts";

/** How far a sweep is. */
export interface SweepStatus {
  /** Number of its tasks. */
  readonly total: number;
  /** How many have a result. */
  readonly done: number;
  /** Keys of those that have none and failed when they were last run. */
  readonly failed: readonly string[];
  /** Workers that run a task. */
  readonly running: readonly SeenWorker[];
  /** Workers that ran a task when they were last heard of, more than a minute ago: killed, most likely. */
  readonly lost: readonly SeenWorker[];
  /** How many tasks have neither a result nor failed, and are not run now. */
  readonly left: number;
  /** Tasks per second of the workers that run, together; absent until one has run a task. */
  readonly rate?: number;
}

/** After how many milliseconds without a sign of life a worker is lost. */
const SILENCE = 60_000;

/** Tasks per second of some workers together. */
function rateOf(workers: readonly SeenWorker[], now: number): number | undefined {
  const rate = workers.reduce((sum, { ran, since }) => sum + ran / Math.max(1e-3, (now - since) / 1000), 0);
  return rate > 0 ? rate : undefined;
}

/**
 * How far the sweep in a folder is, from what its workers left there.
 *
 * @param manifest of the folder.
 * @param now in milliseconds since 1970 (default: now).
 */
export async function sweepStatus(
  folder: string,
  { tasks }: Pick<Manifest, "tasks">,
  now: number = Date.now(),
): Promise<SweepStatus> {
  const [held, failures, workers] = await Promise.all([
    keysIn(folder),
    failedKeys(folder),
    readWorkers(folder),
  ]);
  const open = new Set(tasks.map(({ key }) => key).filter((key) => !held.has(key)));
  const busy = workers.filter(({ task }) => task && open.has(task.key));
  const running = busy.filter(({ seen }) => now - seen <= SILENCE);
  const run = new Set(running.map(({ task }) => task!.key));
  const failed = failures.filter((key) => open.has(key) && !run.has(key));
  const rate = rateOf(running, now);
  return {
    total: tasks.length,
    done: tasks.length - open.size,
    failed,
    running,
    lost: busy.filter(({ seen }) => now - seen > SILENCE),
    left: open.size - failed.length - run.size,
    ...(rate === undefined ? {} : { rate }),
  };
}

/** Some of the tasks that failed, with the reasons. */
export async function failuresOf(
  folder: string,
  { failed }: Pick<SweepStatus, "failed">,
  most: number,
): Promise<readonly Failure[]> {
  const read = await Promise.all(failed.slice(0, most).map((key) => readFailure(folder, key)));
  return read.filter((failure) => failure !== undefined);
}
