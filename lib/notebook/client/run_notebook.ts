import { FormatError } from "../../errors.ts";
import { errorsIn, figuresMissingIn, type NotebookFailure } from "./check_outputs.ts";
import { formatNotebook } from "./format_notebook.ts";
import { Kernel } from "./kernel.ts";
import { type KernelClient } from "./kernel_client.ts";
import { type KernelCommand } from "./kernel_command.ts";
import { ExecutionTimeout, KernelEnded } from "./kernel_error.ts";
import { type CodeCell, type Notebook, type TextCell } from "./notebook.ts";
import { parseNotebook } from "./parse_notebook.ts";

/** How a notebook is run. */
export interface RunNotebookOptions {
  /** The kernel that executes it. */
  readonly kernel: KernelCommand;
  /** The kernel's working folder: as in Jupyter, that of the notebook. */
  readonly folder: string;
  /** Seconds that a cell may take whose metadata say nothing else. */
  readonly seconds: number;
  /** Stops the run; its reason is thrown then. */
  readonly signal: AbortSignal;
  /** Is told of every code cell that begins: its number among all cells, from 1. */
  readonly onCell: (cell: number) => void;
}

/** What became of a notebook. */
export interface NotebookRun {
  /** The text of its file with the outputs of this run; nothing in them tells when it was. */
  readonly text: string;
  /** What went wrong; empty where nothing did. */
  readonly failures: readonly NotebookFailure[];
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

const isEmpty = ({ source }: CodeCell): boolean => source.trim() === "";

/** Executes a cell, and returns whether the next one may follow. */
async function runCell(cell: Mutable<CodeCell>, client: KernelClient, seconds: number): Promise<boolean> {
  const { status, executionCount } = await client.execute(cell.source, {
    timeout: (cell.metadata.stabledrag?.seconds ?? seconds) * 1000,
    onOutputs: (outputs) => {
      cell.outputs = outputs;
    },
  });
  cell.execution_count = executionCount;
  if (status === "aborted") throw new KernelEnded("Expected the kernel to execute the cell but it did not.");
  return status === "ok";
}

/**
 * Executes cells until one fails, and returns what stopped it; but not errors, which are among the outputs.
 *
 * @throws the signal's reason, and {@linkcode InputError} when there is no such kernel.
 */
async function runCells(
  cells: readonly (TextCell | Mutable<CodeCell>)[],
  { kernel: command, folder, seconds, signal, onCell }: RunNotebookOptions,
): Promise<NotebookFailure[]> {
  let number: number | undefined;
  try {
    // Colours of a terminal do not belong into files.
    const plain = { ...command, env: { NO_COLOR: "1", ...command.env } };
    await using kernel = await Kernel.start(plain, { cwd: folder, signal });
    signal.addEventListener("abort", () => kernel.shutdown(), { once: true });
    for (const [i, cell] of cells.entries()) {
      if (cell.cell_type !== "code" || isEmpty(cell)) continue;
      number = i + 1;
      onCell(number);
      if (!await runCell(cell, kernel.client, seconds)) break;
    }
    return [];
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof ExecutionTimeout || error instanceof KernelEnded)) throw error;
    return [{ cell: number, line: undefined, reason: error.message }];
  }
}

/** What is wrong with a notebook by the text of its file, which has run to its end. */
function failuresIn(text: string): NotebookFailure[] {
  try {
    const run = parseNotebook(text);
    const errors = errorsIn(run);
    return errors.length > 0 ? errors : figuresMissingIn(run);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return [{ cell: undefined, line: undefined, reason: error.message }];
  }
}

/**
 * Runs a notebook in a kernel of its own, from the first cell to the last or the first that fails. What it put out
 * before is dropped.
 *
 * @throws the signal's reason.
 * @throws {InputError} when there is no such kernel.
 */
export async function runNotebook(notebook: Notebook, options: RunNotebookOptions): Promise<NotebookRun> {
  const cells = notebook.cells.map((cell) =>
    cell.cell_type === "code" ? { ...cell, execution_count: null, outputs: [] } : cell
  );
  const stopped = await runCells(cells, options);
  const text = formatNotebook({ ...notebook, cells });
  return { text, failures: stopped.length > 0 ? stopped : failuresIn(text) };
}
