import { InputError } from "../errors.ts";
import { type TaskProgress } from "../lab/run/run_tasks.ts";
import { errorText, Interrupted } from "./exit_status.ts";
import { failedText } from "./failed_text.ts";
import { taskProgress } from "./task_progress.ts";

/** The first of some failures, and how many there are. */
function failed(failures: readonly TaskProgress[], total: number): Error {
  const { task, error } = failures[0]!;
  const reason = errorText(error, false).replace(/^error: /, "");
  const message = failedText(failures.length, total, task!, reason);
  return error instanceof InputError
    ? new InputError(message, { cause: error })
    : new Error(message, { cause: error });
}

/**
 * Runs tasks, shows how far they are, and says at the end what went wrong.
 *
 * @throws {Interrupted} when they stopped before all were run.
 * @throws {Error} when some failed.
 */
export async function showTasks(label: string, tasks: AsyncIterable<TaskProgress>): Promise<void> {
  const failures: TaskProgress[] = [];
  let last: TaskProgress | undefined;
  using progress = taskProgress(label);
  for await (const each of tasks) {
    progress.show(each);
    if (each.error !== undefined) failures.push(each);
    last = each;
  }
  const { done, total } = last!;
  if (done + failures.length < total) {
    throw new Interrupted(`Stopped after ${done} of ${total} tasks; the same command goes on from there.`);
  }
  if (failures.length > 0) throw failed(failures, total);
}
