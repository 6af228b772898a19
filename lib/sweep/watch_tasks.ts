import { type TaskProgress } from "../lab/run/run_tasks.ts";
import { type Shard } from "../lab/run/shard.ts";
import { messageOf } from "../message_of.ts";
import { forgetFailure, noteFailure } from "./failures.ts";
import { touchWorker, type WorkerFile, writeWorker } from "./worker_file.ts";

/** Milliseconds between two signs of life. */
const BEAT = 10_000;

/** What is told of an error. */
const reasonOf = (error: unknown): string => messageOf(error).split("\n", 1)[0]!;

/**
 * Passes the progress of a shard's tasks on, and keeps in the folder what a view of the sweep needs: the worker with the
 * task that it runs and a sign of life every ten seconds, and the tasks that failed.
 *
 * @param folder was opened for the run.
 */
export async function* watchTasks(
  folder: string,
  shard: Shard,
  tasks: AsyncIterable<TaskProgress>,
): AsyncGenerator<TaskProgress, void, void> {
  const own = { shard, host: Deno.hostname(), pid: Deno.pid, since: Date.now() };
  let worker: WorkerFile = { ...own, ran: 0, saved: 0, task: null };
  const beat = setInterval(() => touchWorker(folder, shard, new Date()), BEAT);
  try {
    for await (const progress of tasks) {
      const { task, error, next } = progress;
      if (task && error !== undefined) {
        await noteFailure(folder, { key: task.key, columns: task.columns, reason: reasonOf(error) });
      } else if (task) await forgetFailure(folder, task.key);
      worker = {
        ...worker,
        ran: worker.ran + (task ? 1 : 0),
        saved: worker.saved + (task && error === undefined ? 1 : 0),
        task: next ? { key: next.key, columns: next.columns, since: Date.now() } : null,
      };
      await writeWorker(folder, worker);
      yield progress;
    }
  } finally {
    clearInterval(beat);
    await writeWorker(folder, { ...worker, task: null });
  }
}
