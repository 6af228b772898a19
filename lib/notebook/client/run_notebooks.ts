import { dirname } from "node:path";
import { writeFile } from "../../hub/write_file.ts";
import { type NotebookFailure } from "./check_outputs.ts";
import { type KernelCommand } from "./kernel_command.ts";
import { type Notebook } from "./notebook.ts";
import { runNotebook } from "./run_notebook.ts";

/** A notebook that is to be run. */
export interface NotebookTask {
  /** Its file; the kernel works in the folder of it. */
  readonly path: string;
  /** What is run: the file's content, perhaps with other settings. */
  readonly notebook: Notebook;
  /** Where it is written when nothing went wrong. */
  readonly out: string;
  /** Where it is written when something did, to be looked at. */
  readonly outFailed: string;
}

/** What happens in a run of notebooks. */
export type NotebookEvent =
  /** A code cell begins: its number among all cells, from 1. */
  | { readonly type: "cell"; readonly task: NotebookTask; readonly cell: number }
  /** A notebook is done and written; `failures` is empty where nothing went wrong. */
  | {
    readonly type: "done";
    readonly task: NotebookTask;
    readonly failures: readonly NotebookFailure[];
    readonly seconds: number;
  };

/** How notebooks are run. */
export interface RunNotebooksOptions {
  /** The kernel that executes them; each notebook has one of its own. */
  readonly kernel: KernelCommand;
  /** How many run at once, from 1. */
  readonly jobs: number;
  /** Seconds that a cell may take whose metadata say nothing else. */
  readonly seconds: number;
  /** Stops the run; its reason is thrown then. */
  readonly signal: AbortSignal;
  /** Is told what happens. */
  readonly onEvent: (event: NotebookEvent) => void;
}

async function runOne(task: NotebookTask, options: RunNotebooksOptions): Promise<void> {
  const begin = performance.now();
  const { text, failures } = await runNotebook(task.notebook, {
    ...options,
    folder: dirname(task.path),
    onCell: (cell) => options.onEvent({ type: "cell", task, cell }),
  });
  const out = failures.length > 0 ? task.outFailed : task.out;
  await writeFile(out, text);
  options.onEvent({ type: "done", task, failures, seconds: (performance.now() - begin) / 1000 });
}

/**
 * Runs notebooks in kernels of their own, some at once, and writes each when it is done. One that fails does not
 * keep the others from running.
 *
 * @throws {InputError} when there is no such kernel.
 * @throws {Error} when a file cannot be written. What runs is stopped then.
 */
export async function runNotebooks(
  tasks: readonly NotebookTask[],
  options: RunNotebooksOptions,
): Promise<void> {
  const failed = new AbortController();
  const signal = AbortSignal.any([options.signal, failed.signal]);
  const queue = tasks.values();
  const work = async (): Promise<void> => {
    try {
      for (const task of queue) await runOne(task, { ...options, signal });
    } catch (error) {
      failed.abort(error);
    }
  };
  await Promise.all(Array.from({ length: options.jobs }, work));
  failed.signal.throwIfAborted();
}
