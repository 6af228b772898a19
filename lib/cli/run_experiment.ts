import { type Command, Option } from "commander";
import { InputError } from "../errors.ts";
import { type Bench, type Experiment, type SavedExperiment } from "../lab/experiment.ts";
import { mergeFolders } from "../lab/run/merge.ts";
import { openRun } from "../lab/run/open_run.ts";
import { gatherResults } from "../lab/run/results.ts";
import { seedsOf } from "../lab/run/seeds.ts";
import { parseShard, WHOLE } from "../lab/run/shard.ts";
import { originOf } from "../lab/run/task_keys.ts";
import { listenForInterrupt } from "./interruption.ts";
import { missingText } from "./missing_text.ts";
import { type RuntimeFlags, withRuntimeOptions } from "./options.ts";
import { type PairFlags, withPairOptions } from "./pair_options.ts";
import { showPart, showResults } from "./show_results.ts";
import { showTasks } from "./show_tasks.ts";
import { note } from "./terminal.ts";

/** What the command line says of the run of any experiment. */
export interface TaskFlags extends Omit<PairFlags, "model">, RuntimeFlags {
  /** Which tasks, `i/N`. */
  readonly shard?: string;
  /** Folders of shards to be merged. */
  readonly merge?: readonly string[];
  /** Only make tables and figures. */
  readonly analyse: boolean;
  /** The same, of the tasks that have a result. */
  readonly partial: boolean;
}

/** What it says of one on the pairs of a generator. */
export type ExperimentFlags = TaskFlags & PairFlags;

/** The options that say which tasks are run; those that run none refuse them. */
export const TASK_FLAGS: readonly string[] = ["pairs", "seeds", "shard"];

/** Adds the options that all experiments have, to those that say what they work on. */
export const withTaskOptions = (command: Command): Command =>
  withRuntimeOptions(
    command
      .option("--shard <i/N>", "run only tasks i, i + N, i + 2N, …, with i from 0 (default: all)")
      .addOption(
        new Option(
          "--merge <dir...>",
          "bring results of shards together in --out, and run nothing (default: none)",
        ).conflicts(["analyse", "partial", ...TASK_FLAGS]),
      )
      .addOption(
        new Option("--analyse", "make tables and figures of the results in --out, and run nothing")
          .default(false).conflicts([...TASK_FLAGS]),
      )
      .addOption(
        new Option(
          "--partial",
          "the same where some tasks have no result yet or failed: of those that have one",
        )
          .default(false).conflicts(["analyse", ...TASK_FLAGS]),
      ),
  );

/** Adds the options of experiments on pairs of seeds. */
export const withExperimentOptions = (command: Command): Command => withTaskOptions(withPairOptions(command));

async function merge(experiment: SavedExperiment, folders: readonly string[], out: string): Promise<void> {
  const manifest = await mergeFolders(folders, out, originOf(experiment));
  const missing = await gatherResults(out, manifest);
  if (missing.length > 0) {
    throw new InputError(`Expected shards with all tasks but found that ${missingText(missing)}.`);
  }
  await showResults(experiment, out);
}

/** Runs the tasks of a shard, and says at the end what went wrong. */
async function runShard<L extends Bench, F extends TaskFlags>(
  experiment: Experiment<L>,
  folder: string,
  flags: F,
  open: (flags: F) => Promise<L>,
): Promise<boolean> {
  const shard = flags.shard === undefined ? WHOLE : parseShard(flags.shard);
  const seeds = seedsOf(flags.seeds, flags.pairs, experiment.pairs);
  using interruption = listenForInterrupt();
  const lab = await open(flags);
  await using _ = lab.runtime;
  const run = await openRun(experiment, lab, folder, seeds);
  await showTasks(experiment.name, run.runTasks({ shard, signal: interruption.signal }));
  const missing = await run.gather();
  if (missing.length > 0) note(`The shard is done; of all, ${missingText(missing)}.`);
  return missing.length === 0;
}

/** Merges shards into a folder, or makes tables and figures of what it holds, as the command line says. */
export async function showSaved(
  experiment: SavedExperiment,
  folder: string,
  { merge: shards, partial }: TaskFlags,
): Promise<void> {
  if (shards) await merge(experiment, shards, folder);
  else if (partial) await showPart(experiment, folder);
  else await showResults(experiment, folder);
}

/** Whether the command line asks for nothing but saved results. */
export const isSaved = ({ merge: shards, analyse, partial }: TaskFlags): boolean =>
  shards !== undefined || analyse || partial;

/** Runs, merges or only analyses an experiment in a folder, as the command line says; it is opened to be run only. */
export async function runExperiment<L extends Bench, F extends TaskFlags>(
  experiment: Experiment<L>,
  folder: string,
  flags: F,
  open: (flags: F) => Promise<L>,
): Promise<void> {
  if (isSaved(flags)) await showSaved(experiment, folder, flags);
  else if (await runShard(experiment, folder, flags, open)) await showResults(experiment, folder);
}
