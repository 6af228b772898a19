import { Command } from "commander";
import { join } from "node:path";
import { z } from "zod";
import { jsonIn } from "../datasets/json_in.ts";
import { openDataset } from "../datasets/open_dataset.ts";
import { type SpecInput } from "../drag/spec.ts";
import { DIFFUSION_METHODS } from "../drag/methods/mod.ts";
import { InputError } from "../errors.ts";
import { DEFAULT_MODEL } from "../generators/family.ts";
import { FACES_DIFFUSION } from "../generators/diffusion/faces_diffusion.ts";
import { cacheFolder } from "../hub/cache.ts";
import { diffusionEditors } from "../lab/dragbench/diffusion_editors.ts";
import { dragbench, type OpenDragbench } from "../lab/dragbench/dragbench.ts";
import { type Experiment } from "../lab/experiment.ts";
import { type DatasetFlags, withLayout } from "./dataset_options.ts";
import { type MeasureChoice, openMeasures, withMeasureChoice } from "./edit_measures.ts";
import { wholeNumber } from "./options.ts";
import { type ExperimentFlags, runExperiment, withTaskOptions } from "./run_experiment.ts";

interface DragbenchFlags extends ExperimentFlags, MeasureChoice, DatasetFlags {
  readonly dataset?: string;
  readonly methods: readonly string[];
  readonly settings?: string;
  readonly out: string;
}

/** DragBench from saved results alone: tables, figures and reports need no more. */
export const savedDragbench = (): Experiment =>
  dragbench(() => {
    throw new Error("Expected saved results of DragBench only.");
  }, 1);

/** The fields of a SPEC in a file. */
const settingsIn = async (path: string | undefined): Promise<SpecInput> =>
  path === undefined ? {} : await jsonIn(path, z.record(z.string(), z.unknown()), (fields) => fields);

/** The experiment on a dataset. */
async function onDataset(folder: string, flags: DragbenchFlags): Promise<Experiment> {
  const { samples } = await openDataset(folder, flags);
  const settings = await settingsIn(flags.settings);
  const open: OpenDragbench = async ({ runtime }) => {
    const { measures, measuredBy, sha256 } = await openMeasures(flags, runtime);
    const { methods, model, out } = flags;
    const stages = { cache: join(cacheFolder(), "edits") };
    const editors = await diffusionEditors({ runtime, model, methods, settings, folder: out, stages });
    return { samples, editors, measures, measuredBy: { ...measuredBy, sha256 } };
  };
  return dragbench(open, samples.length);
}

async function run({ dataset, ...flags }: DragbenchFlags): Promise<void> {
  const saved = flags.merge !== undefined || flags.analyse;
  if (!saved && dataset === undefined) {
    throw new InputError("Expected --dataset with the folder of a dataset but found none.");
  }
  const experiment = saved ? savedDragbench() : await onDataset(dataset!, flags);
  await runExperiment(experiment, flags.out, { ...flags, model: DEFAULT_MODEL });
}

/** `experiment dragbench`. */
export const dragbenchCommand = (): Command =>
  withTaskOptions(
    withMeasureChoice(
      withLayout(
        new Command("dragbench")
          .description(
            "edit the pictures of DragBench, or of another dataset, and measure the results; it goes on where it was stopped",
          )
          .option("--dataset <dir>", "folder of the dataset"),
      )
        .option("--model <model>", "a diffusers folder", FACES_DIFFUSION)
        .option("--methods <names...>", "the methods", Object.keys(DIFFUSION_METHODS))
        .option("--settings <file>", "JSON of SPEC fields that all drags share (default: none)")
        .option("--pairs <n>", "how many samples are measured (default: all)", wholeNumber(1))
        .option("--seeds <a-b>", "numbers of the samples, from 0; --pairs takes the first (default: all)")
        .option("--out <dir>", "folder of the results", join("out", "experiments", "dragbench")),
    ),
  ).action(run);
