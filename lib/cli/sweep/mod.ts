import { Command } from "commander";
import { gatherCommand } from "./gather.ts";
import { queryCommand } from "./query.ts";
import { runCommand } from "./run.ts";
import { statusCommand } from "./status.ts";
import { submitCommand } from "./submit.ts";
import { type Sweepables } from "./sweepable.ts";
import { workCommand } from "./work.ts";

/** `sweep`: an experiment or ablation by many processes. */
export const sweepCommand = (sweepables: Sweepables): Command =>
  new Command("sweep")
    .description(
      "run an experiment or ablation by many processes: on this machine, under Slurm or Kubernetes",
    )
    .addCommand(runCommand(sweepables))
    .addCommand(workCommand(sweepables))
    .addCommand(submitCommand(sweepables))
    .addCommand(gatherCommand(sweepables))
    .addCommand(statusCommand())
    .addCommand(queryCommand());
