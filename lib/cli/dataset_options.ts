import { type Command, Option } from "commander";
import { LAYOUTS } from "../datasets/layouts/mod.ts";

/** Which layout a dataset has. */
export interface DatasetFlags {
  /** Name of a layout (default: the first that is found). */
  readonly layout?: string;
}

/** Adds the layout of a dataset. */
export const withLayout = (command: Command): Command =>
  command.addOption(
    new Option("--layout <name>", "how the dataset lies in its folder (default: the first that is found)")
      .choices(Object.keys(LAYOUTS)),
  );

/** Adds the dataset's folder and its layout. */
export const withDataset = (command: Command): Command =>
  withLayout(command.argument("<dir>", "folder of the dataset"));
