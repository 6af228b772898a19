import { Command } from "commander";
import { datasetCheckCommand } from "./dataset_check.ts";
import { datasetMeasureCommand } from "./dataset_measure.ts";
import { datasetSheetCommand } from "./dataset_sheet.ts";

/** `dataset check`, `dataset sheet` and `dataset measure`. */
export const datasetCommand = (): Command =>
  new Command("dataset")
    .description(
      "look at a dataset of drags in one of the published layouts, and measure edits of its pictures",
    )
    .addCommand(datasetCheckCommand())
    .addCommand(datasetSheetCommand())
    .addCommand(datasetMeasureCommand());
