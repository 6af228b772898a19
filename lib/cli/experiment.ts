import { Command } from "commander";
import { join } from "node:path";
import { type Experiment } from "../lab/experiment.ts";
import { lookUp } from "../look_up.ts";
import { dragbenchCommand } from "./dragbench.ts";
import { openLab } from "./open_lab.ts";
import { type ExperimentFlags, runExperiment, withExperimentOptions } from "./run_experiment.ts";

/** `experiment NAME`, for one experiment on pairs of seeds. */
const pairsCommand = (experiment: Experiment): Command =>
  withExperimentOptions(
    new Command(experiment.name)
      .description(`${experiment.title}: ${experiment.pairs} pairs where nothing is said`)
      .option("--out <dir>", "folder of the results", join("out", "experiments", experiment.name)),
  ).action(async ({ out, ...flags }: ExperimentFlags & { readonly out: string }): Promise<void> => {
    await runExperiment(experiment, out, flags, openLab);
  });

/** `experiment NAME`, for some experiments by name, and DragBench. */
export const experimentCommand = (experiments: Readonly<Record<string, Experiment>>): Command => {
  const commands = [...Object.values(experiments).map(pairsCommand), dragbenchCommand()];
  const all = new Command("experiment")
    .description(
      "run an experiment task by task, which goes on where it was stopped, and make its tables and figures",
    )
    .argument("[name]")
    .allowUnknownOption()
    .action((name?: string) => {
      lookUp(
        Object.fromEntries(commands.map((command) => [command.name(), command])),
        name ?? "",
        "the experiment",
      );
    });
  for (const command of commands) all.addCommand(command);
  return all;
};
