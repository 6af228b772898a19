import { Command, Option } from "commander";
import { parseShard, type Shard } from "../../lab/run/shard.ts";
import { shardOfEnvironment } from "../../sweep/shard_of_environment.ts";
import { watchTasks } from "../../sweep/watch_tasks.ts";
import { listenForInterrupt } from "../interruption.ts";
import { wholeNumber } from "../options.ts";
import { showTasks } from "../show_tasks.ts";
import { listenForInputEnd } from "./attendance.ts";
import { type Sweepables } from "./sweepable.ts";
import { type SweepTarget } from "./sweep_target.ts";
import { withSweepable } from "./sweep_options.ts";

interface WorkFlags {
  readonly shard?: string;
  readonly shards?: number;
  readonly attended: boolean;
}

/** Runs the tasks of a shard that have no result yet. */
async function runWorker(
  { experiment, folder, open }: SweepTarget,
  shard: Shard,
  abort?: AbortSignal,
): Promise<void> {
  using interruption = listenForInterrupt();
  const signal = AbortSignal.any([interruption.signal, ...(abort ? [abort] : [])]);
  await using run = await open();
  await showTasks(experiment.name, watchTasks(folder, shard, run.runTasks({ shard, signal })));
}

async function work(target: SweepTarget, { shard, shards, attended }: WorkFlags): Promise<void> {
  const mine = shard === undefined
    ? shardOfEnvironment((variable) => Deno.env.get(variable), shards)
    : parseShard(shard);
  if (!attended) return await runWorker(target, mine);
  await using input = listenForInputEnd();
  await runWorker(target, mine, input.signal);
}

/** `sweep work NAME`: one of many processes, started by a pool, Slurm, Kubernetes or by hand. */
export const workCommand = (sweepables: Sweepables): Command =>
  withSweepable(
    new Command("work").description(
      "run the tasks of one shard that have no result yet; under Slurm and Kubernetes the environment says which",
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
      ),
    sweepables,
    work,
  );
