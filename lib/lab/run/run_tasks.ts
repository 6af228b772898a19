import { type TaskResult } from "../experiment.ts";
import { type Manifest } from "./manifest.ts";
import { type Shard, tasksOfShard, WHOLE } from "./shard.ts";
import { checkResult, keysIn, saveResult } from "./task_files.ts";
import { type KeyedTask } from "./task_keys.ts";

/** How far the tasks of a shard are. */
export interface TaskProgress {
  /** Tasks of the shard. */
  readonly total: number;
  /** How many of them have a result, those of earlier runs too. */
  readonly done: number;
  /** The task that was just run; absent at the start. */
  readonly task?: KeyedTask;
  /** How long it took. */
  readonly seconds?: number;
  /** Why it has no result. */
  readonly error?: unknown;
  /** The task that is run now; absent at the end. */
  readonly next?: KeyedTask;
}

/** Options of {@linkcode runTasks}. */
export interface RunTasksOptions {
  /** Which of the tasks (default: all). */
  readonly shard?: Shard;
  /** Name of the column by which tasks go to one shard together (default: each goes by itself). */
  readonly together?: string;
  /** Stops between two tasks (default: nothing does). */
  readonly signal?: AbortSignal;
}

/**
 * Runs the tasks of a shard that have no result in the folder yet, and saves each as it ends: a run that is stopped
 * or killed at any moment goes on where it was. A task that fails is told of, and the others are run.
 *
 * @param folder was opened with this manifest.
 * @throws {Error} when a result cannot be written.
 */
export async function* runTasks(
  folder: string,
  manifest: Manifest,
  tasks: readonly KeyedTask[],
  { shard = WHOLE, together, signal }: RunTasksOptions = {},
): AsyncGenerator<TaskProgress, void, void> {
  const mine = together === undefined
    ? tasksOfShard(tasks, shard)
    : tasksOfShard(tasks, shard, ({ columns }) => columns[together]);
  const held = await keysIn(folder);
  const open = mine.filter(({ key }) => !held.has(key));
  const total = mine.length;
  let done = total - open.length;
  const nextIs = (next: KeyedTask | undefined): { readonly next?: KeyedTask } => next ? { next } : {};
  yield { total, done, ...nextIs(open[0]) };
  for (const [i, task] of open.entries()) {
    if (signal?.aborted) return;
    const start = performance.now();
    const outcome = await attempt(task);
    if ("result" in outcome) {
      await saveResult(folder, manifest, task, outcome.result);
      done++;
    }
    const seconds = (performance.now() - start) / 1000;
    const failure = "error" in outcome ? { error: outcome.error } : {};
    yield { total, done, task, seconds, ...failure, ...nextIs(open[i + 1]) };
  }
}

type Outcome = { readonly result: TaskResult } | { readonly error: unknown };

async function attempt(task: KeyedTask): Promise<Outcome> {
  try {
    const result = await task.run();
    checkResult(task, result);
    return { result };
  } catch (error) {
    return { error };
  }
}
