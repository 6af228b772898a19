import { type Command, Option } from "commander";
import { LAYOUTS } from "../datasets/layouts/mod.ts";

/** Which layout a dataset has. */
export interface DatasetFlags {
  /** Name of a layout (default: the first that is found). */
  readonly layout?: string;
}

/** Adds the dataset's folder and its layout. */
export const withDataset = (command: Command): Command =>
  command
    .argument("<dir>", "folder of the dataset")
    .addOption(
      new Option("--layout <name>", "how it lies there (default: the first that is found)")
        .choices(Object.keys(LAYOUTS)),
    );
