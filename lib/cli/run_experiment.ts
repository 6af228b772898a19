import { type Command, Option } from "commander";
import { join } from "node:path";
import { InputError } from "../errors.ts";
import { openModel } from "../generators/load.ts";
import { type Experiment, type Lab } from "../lab/experiment.ts";
import { type ListedTask } from "../lab/run/manifest.ts";
import { mergeFolders } from "../lab/run/merge.ts";
import { analyseFolder, openRun } from "../lab/run/open_run.ts";
import { FILES } from "../lab/run/results_folder.ts";
import { gatherResults } from "../lab/run/results.ts";
import { rowInWords } from "../lab/run/row.ts";
import { type TaskProgress } from "../lab/run/run_tasks.ts";
import { seedsOf } from "../lab/run/seeds.ts";
import { parseShard, WHOLE } from "../lab/run/shard.ts";
import { originOf } from "../lab/run/task_keys.ts";
import { tableMarkdown } from "../lab/tables/table_text.ts";
import { openRuntime } from "../runtime/runtime.ts";
import { errorText, Interrupted } from "./exit_status.ts";
import { listenForInterrupt } from "./interruption.ts";
import { type RuntimeFlags, wholeNumber, withRuntimeOptions } from "./options.ts";
import { taskProgress } from "./task_progress.ts";
import { note, print } from "./terminal.ts";
import { VERSIONS } from "./versions.ts";

/** What the command line says of the run of an experiment. */
export interface ExperimentFlags extends RuntimeFlags {
  /** `"faces"` or the path of a StyleGAN2 .pkl. */
  readonly model: string;
  /** Number of pairs. */
  readonly pairs?: number;
  /** The seeds of the pairs, `first-last`. */
  readonly seeds?: string;
  /** Which tasks, `i/N`. */
  readonly shard?: string;
  /** Folders of shards to be merged. */
  readonly merge?: readonly string[];
  /** Only make tables and figures. */
  readonly analyse: boolean;
}

/** The options that say which tasks are run; those that run none refuse them. */
export const TASK_FLAGS: readonly string[] = ["pairs", "seeds", "shard"];

/** Adds the options that all experiments have. */
export const withExperimentOptions = (command: Command): Command =>
  withRuntimeOptions(
    command
      .option("--model <model>", '"faces" or the path of a StyleGAN2 .pkl', "faces")
      .option("--pairs <n>", "how many pairs are measured (default: the experiment's own)", wholeNumber(1))
      .option("--seeds <a-b>", "seeds of the pairs; --pairs takes the first of them (default: from 0)")
      .option("--shard <i/N>", "run only tasks i, i + N, i + 2N, …, with i from 0 (default: all)")
      .addOption(
        new Option(
          "--merge <dir...>",
          "bring results of shards together in --out, and run nothing (default: none)",
        ).conflicts(["analyse", ...TASK_FLAGS]),
      )
      .addOption(
        new Option("--analyse", "make tables and figures of the results in --out, and run nothing")
          .default(false).conflicts([...TASK_FLAGS]),
      ),
  );

/** What tasks are missing, for people. */
const missingText = (missing: readonly ListedTask[]): string =>
  `${missing.length} ${missing.length === 1 ? "task has" : "tasks have"} no result yet, such as ${
    rowInWords(missing[0]!.columns)
  }`;

/** Makes the tables and figures and prints the tables; times, which no two runs share, go to standard error. */
async function show(experiment: Experiment, folder: string): Promise<void> {
  const { tables } = await analyseFolder(experiment, folder);
  for (const table of Object.values(tables)) print(tableMarkdown(table));
  const times = await Deno.readTextFile(join(folder, FILES.meanTimes.md)).catch(() => "");
  if (times) note(`Mean times:\n\n${times}`);
  note(`Tables and figures are in ${folder}.`);
}

async function merge(experiment: Experiment, folders: readonly string[], out: string): Promise<void> {
  const manifest = await mergeFolders(folders, out, originOf(experiment));
  const missing = await gatherResults(out, manifest);
  if (missing.length > 0) {
    throw new InputError(`Expected shards with all tasks but found that ${missingText(missing)}.`);
  }
  await show(experiment, out);
}

/** The sessions of one method that are compiled anew for every drag: its tasks follow each other. */
const KEPT = 6;

/** Opens what experiments work with; the runtime is the caller's to dispose. */
async function openLab({ model, provider, threads }: ExperimentFlags): Promise<Lab> {
  const opened = await openModel(model);
  const runtime = await openRuntime({ provider, threads, keep: KEPT });
  const environment = { versions: VERSIONS, provider: runtime.provider, threads };
  return { model: opened, runtime, environment };
}

/** Runs the tasks of a shard, and says at the end what went wrong. */
async function runShard(experiment: Experiment, folder: string, flags: ExperimentFlags): Promise<boolean> {
  const shard = flags.shard === undefined ? WHOLE : parseShard(flags.shard);
  const seeds = seedsOf(flags.seeds, flags.pairs, experiment.pairs);
  using interruption = listenForInterrupt();
  const lab = await openLab(flags);
  await using _ = lab.runtime;
  const run = await openRun(experiment, lab, folder, seeds);
  const failures: TaskProgress[] = [];
  let last: TaskProgress | undefined;
  using progress = taskProgress(experiment.name);
  for await (const each of run.runTasks({ shard, signal: interruption.signal })) {
    progress.show(each);
    if (each.error !== undefined) failures.push(each);
    last = each;
  }
  const { done, total } = last!;
  if (done + failures.length < total) {
    throw new Interrupted(`Stopped after ${done} of ${total} tasks; the same command goes on from there.`);
  }
  if (failures.length > 0) throw failed(failures, total);
  const missing = await run.gather();
  if (missing.length > 0) note(`The shard is done; of all, ${missingText(missing)}.`);
  return missing.length === 0;
}

/** The first of some failures, and how many there are. */
function failed(failures: readonly TaskProgress[], total: number): Error {
  const { task, error } = failures[0]!;
  const reason = errorText(error, false).replace(/^error: /, "");
  const message = `${failures.length} of ${total} tasks failed, the first of ${
    rowInWords(task!.columns)
  }: ${reason} The same command runs them again.`;
  return error instanceof InputError
    ? new InputError(message, { cause: error })
    : new Error(message, { cause: error });
}

/** Runs, merges or only analyses an experiment in a folder, as the command line says. */
export async function runExperiment(
  experiment: Experiment,
  folder: string,
  flags: ExperimentFlags,
): Promise<void> {
  if (flags.merge) await merge(experiment, flags.merge, folder);
  else if (flags.analyse || await runShard(experiment, folder, flags)) await show(experiment, folder);
}
