import { type Command, InvalidArgumentError, Option } from "commander";
import { type ProviderChoice, PROVIDERS } from "../runtime/providers.ts";

/** Where graphs run. */
export interface RuntimeFlags {
  /** Where to compute. */
  readonly provider: ProviderChoice;
  /** Threads inside one operator; 0 for one per core. */
  readonly threads: number;
}

/** Reads a whole number of at least `least` from the command line. */
export const wholeNumber = (least: number): (text: string) => number => (text) => {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
  throw new InvalidArgumentError(`Expected a whole number from ${least} but found "${text}".`);
};

/** Adds the options that say where graphs run. */
export const withRuntimeOptions = (command: Command): Command =>
  command
    .addOption(
      new Option("--provider <name>", "where to compute; auto takes the first that works")
        .choices(["auto", ...PROVIDERS]).default("auto"),
    )
    .option("--threads <n>", "threads inside one operator; 0 for one per physical core", wholeNumber(0), 0);

/** Adds the options that name a model and its latents. */
export const withModelOptions = (command: Command): Command =>
  withRuntimeOptions(
    command
      .option("--model <model>", '"faces" or the path of a StyleGAN2 .pkl', "faces")
      .requiredOption("--latent <file>", "a .npy of z, w or ws, with or without a batch axis")
      .addOption(
        new Option(
          "--kind <kind>",
          "what the .npy holds (default: by its shape; z where z and w are equally long)",
        )
          .choices(["z", "w", "ws"]),
      )
      .addOption(
        new Option("--noise <mode>", "noise of StyleGAN2").choices(["const", "none"]).default("const"),
      )
      .option("--class <n>", "class of a conditional model (default: none)", wholeNumber(0)),
  );
