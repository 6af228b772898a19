import { duration } from "../duration.ts";
import { rowInWords } from "../lab/run/row.ts";
import { type TaskProgress } from "../lab/run/run_tasks.ts";
import { errorText } from "./exit_status.ts";
import { type Bar, openBar } from "./bar.ts";
import { note } from "./terminal.ts";
import { type CommandProgress } from "./command_progress.ts";

/** Foresees the time that is left from the mean of the tasks that were run. */
function forecast(): (progress: TaskProgress) => string {
  let [run, spent, failed] = [0, 0, 0];
  return ({ total, done, seconds, error }) => {
    if (seconds === undefined) return "starting";
    [run, spent, failed] = [run + 1, spent + seconds, failed + (error === undefined ? 0 : 1)];
    return `${duration(seconds)}, ${duration((spent / run) * (total - done - failed))} to go`;
  };
}

const failure = ({ task, error }: TaskProgress): string =>
  `${rowInWords(task!.columns)} failed, ${errorText(error, false)}`;

function bar(label: string): CommandProgress<TaskProgress> {
  let shown: Bar | undefined;
  const left = forecast();
  return {
    show: (progress): void => {
      const state = left(progress);
      if (!progress.task) shown = openBar(label, progress.total, progress.done, state, " tasks,");
      else shown?.update(progress.done, progress.error === undefined ? state : failure(progress));
    },
    [Symbol.dispose]: (): void => shown?.[Symbol.dispose](),
  };
}

/** A line for each task, for logs: each is told. */
export function taskLines(label: string, tell: (line: string) => void): CommandProgress<TaskProgress> {
  const left = forecast();
  return {
    show: (progress): void => {
      const { total, done, task, error } = progress;
      const state = left(progress);
      const what = task ? (error === undefined ? rowInWords(task.columns) : failure(progress)) : "";
      tell([`${label} ${done}/${total}`, ...(what ? [what] : []), state].join(": "));
    },
    [Symbol.dispose]: (): void => {},
  };
}

/** Progress on standard error: a bar on a terminal, else a line for each task. */
export const taskProgress = (label: string): CommandProgress<TaskProgress> =>
  Deno.stderr.isTerminal() ? bar(label) : taskLines(label, note);
