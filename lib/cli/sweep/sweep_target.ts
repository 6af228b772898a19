import { type DragbenchFlags } from "../dragbench_options.ts";
import { type RuntimeFlags } from "../options.ts";
import { type Bench, type SavedExperiment } from "../../lab/experiment.ts";
import { type Run } from "../../lab/run/open_run.ts";

/** What the command line says of a sweep. */
export interface SweepFlags extends Omit<DragbenchFlags, "model">, RuntimeFlags {
  /** What is dragged (default: the embedded faces, or the embedded diffusion model of faces for DragBench). */
  readonly model?: string;
  /** What an ablation measures. */
  readonly measure?: string;
  /** Folder of the results. */
  readonly out?: string;
}

/** The results of what the command line names. */
export interface Swept {
  /** The experiment or ablation, as far as its results need it. */
  readonly experiment: SavedExperiment;
  /** Folder of the results. */
  readonly folder: string;
}

/** What makes the results in a folder. */
export interface Sweeping {
  /** The words of a command line that say the same, for workers, with results in a folder. */
  readonly words: (folder: string) => readonly string[];
  /** Opens it to run its tasks; whoever opened it disposes it. */
  readonly open: () => Promise<Run & AsyncDisposable>;
}

/** What the command line names to be swept. */
export interface SweepTarget extends Swept, Sweeping {}

/** What can be swept. */
export interface Sweepable {
  /** The experiment or ablation, as far as its results need it. */
  readonly experiment: SavedExperiment;
  /** How it is swept into a folder as flags say; throws an `InputError` where its seeds are none. */
  readonly sweeping: (flags: SweepFlags, folder: string) => Sweeping;
}

/** A run that disposes where it computes, also where it cannot be opened. */
export async function withBench({ runtime }: Bench, opening: Promise<Run>): Promise<Run & AsyncDisposable> {
  await using resources = new AsyncDisposableStack();
  resources.use(runtime);
  const run = await opening;
  const kept = resources.move();
  return { ...run, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

/** Words for options that are given, by their names; those with many values take them all. */
export const optionWords = (
  options: Readonly<Record<string, string | number | readonly string[] | undefined>>,
): readonly string[] =>
  Object.entries(options).flatMap(([option, value]) =>
    value === undefined ? [] : [`--${option}`, ...(typeof value === "object" ? value : [String(value)])]
  );
