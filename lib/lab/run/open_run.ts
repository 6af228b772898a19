import { type Analysis, writeAnalysis } from "../tables/analysis.ts";
import { type Bench, type Experiment, type SavedExperiment } from "../experiment.ts";
import { type ListedTask } from "./manifest.ts";
import { openFolder } from "./results_folder.ts";
import { restoreTasks } from "./restore_tasks.ts";
import { gatherResults, readPartialResults, readResults } from "./results.ts";
import { runTasks, type RunTasksOptions, type TaskProgress } from "./run_tasks.ts";
import { keyTasks, originOf } from "./task_keys.ts";

/** An experiment whose folder is open. */
export interface Run {
  /** Runs the tasks of a shard that have no result yet: see {@linkcode runTasks}. */
  readonly runTasks: (options?: RunTasksOptions) => AsyncGenerator<TaskProgress, void, void>;
  /** Saves the results of all tasks as one file, unless some are missing: those are returned. */
  readonly gather: () => Promise<readonly ListedTask[]>;
}

/**
 * Opens a folder for an experiment on the pairs of some seeds, to run its tasks and gather their results. A folder of
 * gathered results alone, as committed ones are, goes on from these where their rows name their tasks.
 *
 * @throws {InputError} when the folder holds results of other settings or another version, or cannot be written.
 */
export async function openRun<L extends Bench>(
  experiment: Experiment<L>,
  lab: L,
  folder: string,
  seeds: readonly number[],
): Promise<Run> {
  const plan = await experiment.plan(lab, seeds);
  const { manifest, tasks } = await keyTasks(experiment, plan, lab.environment);
  await restoreTasks(folder, manifest);
  await openFolder(folder, manifest, plan.keepsFiles);
  return {
    runTasks: (options) =>
      runTasks(folder, manifest, tasks, {
        ...(plan.together === undefined ? {} : { together: plan.together }),
        ...options,
      }),
    gather: () => gatherResults(folder, manifest),
  };
}

/**
 * Makes tables and figures from the gathered results in a folder and writes them beside these.
 *
 * @throws {InputError} when there are none, or they are half written or of another experiment or version.
 */
export async function analyseFolder(
  experiment: SavedExperiment,
  folder: string,
): Promise<Analysis> {
  const analysis = experiment.analyse(await readResults(folder, originOf(experiment)));
  await writeAnalysis(folder, analysis);
  return analysis;
}

/**
 * The same of the tasks in a folder that have a result, where others have none yet or fail.
 *
 * @returns the tasks without a result.
 * @throws {InputError} when none has one, or some are half written or of another experiment or version.
 */
export async function analysePart(
  experiment: SavedExperiment,
  folder: string,
): Promise<{ readonly analysis: Analysis; readonly missing: readonly ListedTask[] }> {
  const { rows, missing } = await readPartialResults(folder, originOf(experiment));
  const analysis = experiment.analyse(rows);
  await writeAnalysis(folder, analysis);
  return { analysis, missing };
}
