import { Command } from "commander";
import { join } from "node:path";
import { lookUp } from "../drag/methods/common.ts";
import { type Experiment } from "../lab/experiment.ts";
import { type ExperimentFlags, runExperiment, withExperimentOptions } from "./run_experiment.ts";

/** `experiment NAME`, for some experiments by name. */
export const experimentCommand = (experiments: Readonly<Record<string, Experiment>>): Command =>
  withExperimentOptions(
    new Command("experiment")
      .description(
        "run an experiment task by task, which goes on where it was stopped, and make its tables and figures",
      )
      .argument("<name>", `one of ${Object.keys(experiments).join(", ")}`)
      .option("--out <dir>", "folder of the results (default: out/experiments/NAME)"),
  ).action(
    async (name: string, { out, ...flags }: ExperimentFlags & { readonly out?: string }): Promise<void> => {
      const experiment = lookUp(experiments, name, "the experiment");
      await runExperiment(experiment, out ?? join("out", "experiments", name), flags);
    },
  );
