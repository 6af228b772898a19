import { type Model } from "../generators/load.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { type Analysis } from "./tables/analysis.ts";
import { type PictureRow } from "./tables/index_html.ts";
import { type Json } from "./run/json.ts";
import { type Row } from "./run/row.ts";

/** Where experiments compute. */
export interface Bench {
  /** Where they compute; whoever opened it disposes it. */
  readonly runtime: Runtime;
  /** Whatever numbers depend on beside an experiment's own settings: versions, provider, threads. */
  readonly environment: Readonly<Record<string, Json>>;
}

/** What experiments on a generator work with. */
export interface Lab extends Bench {
  /** The generator with its weights, and its latents. */
  readonly model: Model;
}

/** What a task found out. */
export interface TaskResult {
  /** Numbers and texts that are equal whenever the task is run again. */
  readonly row: Row;
  /** How long its parts took, in seconds by their names; kept apart, as no two runs take equally long. Default: none. */
  readonly seconds?: Readonly<Record<string, number>>;
}

/** One part of an experiment that depends on no other. */
export interface Task {
  /** What tells it from the others in the results, such as the setting and the seed. */
  readonly columns: Row;
  /** Everything its result depends on beside the columns and the settings of the experiment. */
  readonly settings: Json;
  /** Does it. */
  readonly run: () => Promise<TaskResult>;
}

/** What is to be done for an experiment. */
export interface Plan {
  /** What the results of all tasks depend on. */
  readonly settings: Readonly<Record<string, Json>>;
  /** In the order of the rows of the results; tasks that follow each other share what was compiled. */
  readonly tasks: readonly Task[];
  /** Name of the column by which tasks share work, so that those with equal cells go to one shard; default: none. */
  readonly together?: string;
  /**
   * Whether tasks keep files of their own that are named by their columns, so that a folder must not hold tasks of the same
   * columns that depend on something else; default: no.
   */
  readonly keepsFiles?: boolean;
}

/** An experiment: run → save → analyse, each of which is possible without the one before being done again. */
export interface Experiment<L extends Bench = Lab> {
  /** Of its folder and files: small letters, digits, - and _. */
  readonly name: string;
  /** What it is about, in a few words for headings. */
  readonly title: string;
  /** Name of what is measured, where the same experiment may measure other things; default: always the same. */
  readonly measure?: string;
  /** Higher whenever its tasks measure something else under the same settings. */
  readonly version: number;
  /** How many pairs it takes where nobody says. */
  readonly pairs: number;
  /** What its command needs beside its name and seeds, for reports; default: nothing. */
  readonly options?: string;
  /** Pictures that its folder keeps beside the results, for reports; default: none. */
  readonly pictures?: (folder: string, rows: readonly Row[]) => Promise<readonly PictureRow[]>;
  /** Lists its tasks, for the pairs of these seeds. */
  readonly plan: (lab: L, seeds: readonly number[]) => Promise<Plan>;
  /** Tables and figures from the saved rows, which are in the order of the tasks. */
  readonly analyse: (rows: readonly Row[]) => Analysis;
}

/** An experiment as far as its saved results need it. */
export type SavedExperiment = Omit<Experiment, "plan">;
