import { type Command } from "commander";
import { join } from "node:path";
import { ABLATIONS } from "../../../ablations/mod.ts";
import { type Experiment } from "../../lab/experiment.ts";
import { type RuntimeFlags, withRuntimeOptions } from "../options.ts";
import { type PairFlags, withPairOptions } from "../pair_options.ts";
import { type Sweepables } from "./sweepable.ts";

/** Which tasks a sweep has, and where their results are. */
export interface SweepFlags extends PairFlags, RuntimeFlags {
  /** What an ablation measures. */
  readonly measure?: string;
  /** Folder of the results. */
  readonly out?: string;
}

/** Memory of a worker in MiB: one that drags faces by all methods takes 3.3 GB at most. */
export const WORKER_MEMORY = 4096;

/** The folder of a sweep's results where nobody names one. */
export const sweepFolder = ({ name, measure }: Pick<Experiment, "name" | "measure">): string =>
  join("out", "sweeps", ...(measure === undefined ? [] : [measure]), name);

/** Adds the argument and the options that say what is swept. */
export const withSweepable = (command: Command, { experiments, measures }: Sweepables): Command =>
  command
    .argument("<name>", `one of ${[...Object.keys(experiments), ...Object.keys(ABLATIONS)].join(", ")}`)
    .option(
      "--measure <name>",
      `what an ablation measures: one of ${Object.keys(measures).join(", ")} (default: the first of them)`,
    )
    .option(
      "--out <dir>",
      "folder of the results (default: out/sweeps/NAME, of ablations out/sweeps/MEASURE/NAME)",
    );

/** Adds the argument and all options that say which tasks a sweep has. */
export const withSweepOptions = (command: Command, sweepables: Sweepables): Command =>
  withRuntimeOptions(withPairOptions(withSweepable(command, sweepables)), 1);

/** The words of a command line that say the same as the flags. */
export const sweepWords = (
  name: string,
  out: string,
  { measure, model, pairs, seeds, provider, threads }: SweepFlags,
): readonly string[] => [
  name,
  ...Object.entries({ measure, out, model, pairs, seeds, provider, threads }).flatMap(([option, value]) =>
    value === undefined ? [] : [`--${option}`, String(value)]
  ),
];
