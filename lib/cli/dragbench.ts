import { Command } from "commander";
import { join } from "node:path";
import { savedDragbench } from "../lab/dragbench/dragbench.ts";
import { dragbenchOn } from "./dragbench_on.ts";
import { type DragbenchFlags, withDragbenchOptions } from "./dragbench_options.ts";
import { openBench } from "./open_lab.ts";
import { isSaved, runExperiment, showSaved, type TaskFlags, withTaskOptions } from "./run_experiment.ts";

async function run({ out, ...flags }: DragbenchFlags & TaskFlags & { readonly out: string }): Promise<void> {
  if (isSaved(flags)) await showSaved(savedDragbench, out, flags);
  else await runExperiment(await dragbenchOn(flags, out), out, flags, openBench);
}

/** `experiment dragbench`. */
export const dragbenchCommand = (): Command =>
  withTaskOptions(
    withDragbenchOptions(
      new Command("dragbench").description(
        "edit the pictures of DragBench, or of another dataset, and measure the results; it goes on where it was stopped",
      ),
    ).option("--out <dir>", "folder of the results", join("out", "experiments", "dragbench")),
  ).action(run);
