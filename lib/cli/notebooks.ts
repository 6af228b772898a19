import { Command } from "commander";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { inFile, InputError } from "../errors.ts";
import { checkInputsStay } from "../hub/check_inputs_stay.ts";
import { checkFolderWritable } from "../hub/check_writable.ts";
import {
  denoKernel,
  type KernelCommand,
  parseKernelSpec,
  readKernelSpec,
} from "../notebook/client/kernel_command.ts";
import { kernelsAtOnce } from "../notebook/client/kernels_at_once.ts";
import { findNotebooks, readNotebook } from "../notebook/client/notebook_files.ts";
import { type NotebookTask, runNotebooks } from "../notebook/client/run_notebooks.ts";
import { withSmallSettings } from "../notebook/client/small_settings.ts";
import { kernelSpec } from "../notebook/kernel/spec/kernel_spec.ts";
import { Interrupted } from "./exit_status.ts";
import { listenForInterrupt } from "./interruption.ts";
import { notebookProgress } from "./notebook_progress.ts";
import { wholeNumber } from "./options.ts";
import { note } from "./terminal.ts";

interface NotebooksFlags {
  readonly out: string;
  readonly full: boolean;
  readonly inPlace: boolean;
  readonly jobs?: number;
  readonly seconds: number;
  readonly kernel: string;
}

/** The notebooks of the project. */
const FOLDER = fileURLToPath(new URL("../../notebooks", import.meta.url));

async function openTask(path: string, { full, inPlace, out }: NotebooksFlags): Promise<NotebookTask> {
  const committed = await readNotebook(path);
  const notebook = full ? committed : inFile(path, () => withSmallSettings(committed));
  const outFailed = join(out, basename(path));
  return { path, notebook, out: inPlace ? path : outFailed, outFailed };
}

function openKernel(kernel: string): KernelCommand | Promise<KernelCommand> {
  if (kernel === "stabledrag") return parseKernelSpec(kernelSpec(), ".");
  return kernel === "deno" ? denoKernel() : readKernelSpec(kernel);
}

/** How many notebooks run at once. */
function jobsOf(jobs: number | undefined, tasks: number): number {
  const [cores, memory] = [navigator.hardwareConcurrency, Deno.systemMemoryInfo().available];
  return Math.min(tasks, jobs ?? kernelsAtOnce({ cores, memory }));
}

const counted = (count: number): string => count === 1 ? "1 notebook" : `${count} notebooks`;

async function run(names: readonly string[], flags: NotebooksFlags): Promise<void> {
  if (flags.inPlace && !flags.full) {
    throw new InputError(
      "Expected --full with --in-place, so that small settings are not committed, but found none.",
    );
  }
  await checkFolderWritable(flags.out);
  const kernel = await openKernel(flags.kernel);
  const tasks = await Promise.all((await findNotebooks(FOLDER, names)).map((path) => openTask(path, flags)));
  const read = { notebook: tasks.map(({ path }) => path) };
  await checkInputsStay("run", read, tasks.map(({ outFailed }) => outFailed));
  const jobs = jobsOf(flags.jobs, tasks.length);
  await Deno.mkdir(flags.out, { recursive: true });
  using interruption = listenForInterrupt();
  using progress = notebookProgress();
  let failed = 0;
  note(`running ${counted(tasks.length)}, ${jobs} at once`);
  try {
    await runNotebooks(tasks, {
      ...{ kernel, jobs, seconds: flags.seconds, signal: interruption.signal },
      onEvent: (event): void => {
        progress.show(event);
        if (event.type === "done" && event.failures.length > 0) failed++;
      },
    });
  } catch (error) {
    throw interruption.signal.aborted
      ? new Interrupted("Interrupted; the notebooks that were done are written.")
      : error;
  }
  if (failed > 0) {
    throw new Error(
      `${failed} of ${counted(tasks.length)} failed; see how far they came in ${flags.out}.`,
    );
  }
  note(`${counted(tasks.length)} executed, 0 errors`);
}

/** `notebooks [NAME…]`. */
export const notebooksCommand = (): Command =>
  new Command("notebooks")
    .description(
      'execute notebooks, each in a kernel of its own; fails on an error output, on a cell tagged "figure" without ' +
        "one, and on a cell that takes too long",
    )
    .argument(
      "[name...]",
      "how names of notebooks/ begin, or paths of .ipynb files (default: all of notebooks/)",
    )
    .option("--out <dir>", "folder of the executed notebooks", join("out", "notebooks"))
    .option("--full", "run with the committed settings, not with the small ones", false)
    .option("--in-place", "write those that do not fail where they were read; only with --full", false)
    .option(
      "--jobs <n>",
      "how many run at once (default: one for each core and each 2 GiB of available memory)",
      wholeNumber(1),
    )
    .option("--seconds <n>", "how long a cell may take whose metadata do not say", wholeNumber(1), 300)
    .option(
      "--kernel <kernel>",
      '"stabledrag" for ours, "deno" for Deno\'s, or the path of a kernel.json',
      "stabledrag",
    )
    .action(run);
