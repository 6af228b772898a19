import { type Command } from "commander";
import { DIFFUSION_METHODS } from "../drag/methods/mod.ts";
import { FACES_DIFFUSION } from "../generators/diffusion/faces_diffusion.ts";
import { DEFAULT_MODEL } from "../generators/family.ts";
import { type DatasetFlags, withLayout } from "./dataset_options.ts";
import { type MeasureChoice, withMeasureChoice } from "./edit_measures.ts";
import { type RuntimeFlags, wholeNumber } from "./options.ts";

/** What the command line says of DragBench. */
export interface DragbenchFlags extends RuntimeFlags, MeasureChoice, DatasetFlags {
  /** Folder of the dataset. */
  readonly dataset?: string;
  /** Names of the methods. */
  readonly methods: readonly string[];
  /** What the methods for GANs drag. */
  readonly gan: string;
  /** Folder of the model that the others drag. */
  readonly model: string;
  /** File of what all drags share. */
  readonly settings?: string;
  /** Number of samples. */
  readonly pairs?: number;
  /** Their numbers, `first-last`. */
  readonly seeds?: string;
}

/** Adds the options that say what is edited, by which methods, and how it is measured, but for the model. */
export const withEditOptions = (command: Command): Command =>
  withMeasureChoice(
    withLayout(command.option("--dataset <dir>", "folder of the dataset"))
      .option("--gan <model>", '"faces" or a StyleGAN2 .pkl of faces, for methods for GANs', DEFAULT_MODEL)
      .option("--methods <names...>", "the methods", Object.keys(DIFFUSION_METHODS))
      .option(
        "--settings <file>",
        'JSON of SPEC fields that all drags share; those for GANs in "gan", settings of invert in "inversion" ' +
          "(default: none)",
      ),
  );

/** Adds all options that say what is done. */
export const withDragbenchOptions = (command: Command): Command =>
  withEditOptions(command)
    .option("--model <model>", "a diffusers folder, for methods for diffusion models", FACES_DIFFUSION)
    .option("--pairs <n>", "how many samples are measured (default: all)", wholeNumber(1))
    .option("--seeds <a-b>", "numbers of the samples, from 0; --pairs takes the first (default: all)");
