import { Command, Option } from "commander";
import { type Experiment } from "../../lab/experiment.ts";
import { openRun } from "../../lab/run/open_run.ts";
import { seedsOf } from "../../lab/run/seeds.ts";
import { parseShard, type Shard } from "../../lab/run/shard.ts";
import { shardOfEnvironment } from "../../sweep/shard_of_environment.ts";
import { watchTasks } from "../../sweep/watch_tasks.ts";
import { listenForInterrupt } from "../interruption.ts";
import { openLab } from "../open_lab.ts";
import { wholeNumber } from "../options.ts";
import { showTasks } from "../show_tasks.ts";
import { listenForInputEnd } from "./attendance.ts";
import { sweepable, type Sweepables } from "./sweepable.ts";
import { type SweepFlags, sweepFolder, withSweepOptions } from "./sweep_options.ts";

interface WorkFlags extends SweepFlags {
  readonly shard?: string;
  readonly shards?: number;
  readonly attended: boolean;
}

/** Runs the tasks of a shard that have no result yet. */
async function runWorker(
  experiment: Experiment,
  folder: string,
  shard: Shard,
  flags: SweepFlags,
  abort: AbortSignal,
): Promise<void> {
  const seeds = seedsOf(flags.seeds, flags.pairs, experiment.pairs);
  using interruption = listenForInterrupt();
  const signal = AbortSignal.any([interruption.signal, abort]);
  const lab = await openLab(flags);
  await using _ = lab.runtime;
  const run = await openRun(experiment, lab, folder, seeds);
  await showTasks(experiment.name, watchTasks(folder, shard, run.runTasks({ shard, signal })));
}

/** `sweep work NAME`: one of many processes, started by a pool, Slurm, Kubernetes or by hand. */
export const workCommand = (sweepables: Sweepables): Command =>
  withSweepOptions(
    new Command("work").description(
      "run the tasks of one shard that have no result yet; under Slurm and Kubernetes the environment says which",
    ),
    sweepables,
  )
    .addOption(
      new Option(
        "--shard <i/N>",
        "tasks i, i + N, i + 2N, …, with i from 0 (default: that of the environment)",
      )
        .conflicts("shards"),
    )
    .option(
      "--shards <n>",
      "number of shards, where SLURM_ARRAY_TASK_ID or JOB_COMPLETION_INDEX is one of 0 to n − 1 " +
        "(default: SLURM_ARRAY_TASK_COUNT)",
      wholeNumber(1),
    )
    .addOption(
      new Option("--attended", "stop after the task that runs where standard input ends")
        .default(false).hideHelp(),
    )
    .action(async (name: string, { shard, shards, attended, ...flags }: WorkFlags): Promise<void> => {
      const experiment = sweepable(sweepables, name, flags.measure);
      const mine = shard === undefined
        ? shardOfEnvironment((variable) => Deno.env.get(variable), shards)
        : parseShard(shard);
      const folder = flags.out ?? sweepFolder(experiment);
      if (!attended) return await runWorker(experiment, folder, mine, flags, new AbortController().signal);
      await using input = listenForInputEnd();
      await runWorker(experiment, folder, mine, flags, input.signal);
    });
