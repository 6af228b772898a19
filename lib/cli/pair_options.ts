import { type Command } from "commander";
import { wholeNumber } from "./options.ts";

/** Which pairs an experiment measures. */
export interface PairFlags {
  /** `"faces"` or the path of a StyleGAN2 .pkl. */
  readonly model: string;
  /** Number of pairs. */
  readonly pairs?: number;
  /** The seeds of the pairs, `first-last`. */
  readonly seeds?: string;
}

/** Adds the options that say what is dragged, and which pairs are measured. */
export const withPairOptions = (command: Command): Command =>
  withSeedOptions(command.option("--model <model>", '"faces" or the path of a StyleGAN2 .pkl', "faces"));

/** Adds the options that say which pairs are measured. */
export const withSeedOptions = (command: Command): Command =>
  command
    .option("--pairs <n>", "how many pairs are measured (default: the experiment's own)", wholeNumber(1))
    .option("--seeds <a-b>", "seeds of the pairs; --pairs takes the first of them (default: from 0)");
