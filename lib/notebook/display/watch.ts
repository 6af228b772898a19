import { counted } from "../../counted.ts";
import { rowInWords } from "../../lab/run/row.ts";
import { type TaskProgress } from "../../lab/run/run_tasks.ts";
import { messageOf } from "../../message_of.ts";
import { kernelHost } from "../kernel/host.ts";
import { interruptible } from "./interruptible.ts";
import { type ProgressNow, ProgressView, type ProgressViewOptions } from "./progress_view.ts";

/** Options of {@linkcode watch}. */
export interface WatchOptions extends ProgressViewOptions {
  /** Stops it between two tasks (default: the interruption of the running cell, in StableDrag's kernel). */
  readonly signal?: AbortSignal | undefined;
}

/** What is said of a task that was run. */
function taskInWords({ task, error }: TaskProgress): string {
  if (!task) return "";
  const words = rowInWords(task.columns);
  return error === undefined ? words : `${words} failed: ${messageOf(error)}`;
}

/** What is said at the end of tasks that have no result. */
const failuresInWords = (failures: readonly TaskProgress[]): string | undefined =>
  failures.length === 0
    ? undefined
    : `${counted(failures.length, "task")} failed, the first: ${taskInWords(failures[0]!)}`;

/**
 * Watches the tasks of an experiment: how many have a result, the task that was just run, how long the rest will take,
 * and at the end what failed. Stopped or broken off, it goes on from there when it is run again.
 *
 * @param tasks as `run.runTasks()` gives them; they are passed on.
 * @throws the reason of the signal, once it is aborted: the task that is being run then is finished and saved.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { watch } from "./watch.ts";
 * const tasks = [{ total: 1, done: 0 }, { total: 1, done: 1, task: { key: "a", columns: { seed: 3 } }, seconds: 2 }];
 * const all = await Array.fromAsync(watch(tasks as never, { label: "tracking" }));
 * assert.equal(all.length, 2);
 * ```
 */
export async function* watch(
  tasks: AsyncIterable<TaskProgress>,
  { label = "tasks", signal = kernelHost()?.signal(), ...options }: WatchOptions = {},
): AsyncGenerator<TaskProgress, void, void> {
  const view = new ProgressView({ label, ...options });
  const failures: TaskProgress[] = [];
  let now: ProgressNow = { done: 0 };
  let isDone = false;
  try {
    for await (const each of interruptible(tasks, signal)) {
      const { done, total, task, error } = each;
      if (error !== undefined) failures.push(each);
      const before = task ? now.before ?? 0 : done;
      now = { done, total, before, failed: failures.length, text: taskInWords(each) };
      await view.show(now);
      yield each;
    }
    isDone = true;
  } finally {
    await view.end({ ...now, text: failuresInWords(failures) }, isDone);
  }
}
