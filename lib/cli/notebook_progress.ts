import cliProgress from "cli-progress";
import { basename } from "node:path";
import { duration } from "../duration.ts";
import { type NotebookFailure } from "../notebook/client/check_outputs.ts";
import { type NotebookEvent, type NotebookTask } from "../notebook/client/run_notebooks.ts";
import { note } from "./terminal.ts";
import { type CommandProgress } from "./command_progress.ts";

/** The parts of cli-progress that are used here; the package has no types. */
interface Bar {
  update(value: number): void;
}
interface Bars {
  create(total: number, value: number, payload: object): Bar;
  remove(bar: Bar): void;
  log(line: string): void;
  stop(): void;
}

const sentence = (name: string, { cell, line, reason }: NotebookFailure): string => {
  const place = [name, ...(cell === undefined ? [] : [`cell ${cell}`]), ...(line ? [`line ${line}`] : [])];
  return `${place.join(", ")}: ${reason}`;
};

/** What is to be said of a notebook that is done: one line, or one for each failure. */
function linesOf({ task, failures, seconds }: NotebookEvent & { readonly type: "done" }): string[] {
  const name = basename(task.path);
  return failures.length > 0
    ? failures.map((failure) => sentence(name, failure))
    : [`${name}: done in ${duration(seconds)}`];
}

/** A bar for each notebook that runs, and lines above them for those that are done. */
function bars(): CommandProgress<NotebookEvent> {
  const all: Bars = new cliProgress.MultiBar({
    format: "{name} [{bar}] cell {value}/{total}",
    hideCursor: true,
  }, cliProgress.Presets.shades_classic);
  const running = new Map<NotebookTask, Bar>();
  return {
    show: (event): void => {
      const { task } = event;
      const bar = running.get(task) ??
        all.create(task.notebook.cells.length, 0, { name: basename(task.path) });
      running.set(task, bar);
      if (event.type === "cell") return bar.update(event.cell);
      for (const line of linesOf(event)) all.log(`${line}\n`);
      all.remove(bar);
    },
    [Symbol.dispose]: (): void => all.stop(),
  };
}

/** A line for each notebook that begins or is done, for logs. */
function lines(): CommandProgress<NotebookEvent> {
  const begun = new Set<NotebookTask>();
  return {
    show: (event): void => {
      if (event.type === "done") return linesOf(event).forEach(note);
      if (!begun.has(event.task)) {
        note(`${basename(event.task.path)}: ${event.task.notebook.cells.length} cells`);
      }
      begun.add(event.task);
    },
    [Symbol.dispose]: (): void => {},
  };
}

/** Progress on standard error: bars on a terminal, else lines. */
export const notebookProgress = (): CommandProgress<NotebookEvent> =>
  Deno.stderr.isTerminal() ? bars() : lines();
