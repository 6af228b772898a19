import { type Command, InvalidArgumentError, Option } from "commander";
import { InputError } from "../errors.ts";
import { type ModelFamily } from "../generators/family.ts";
import { type ProviderChoice, PROVIDERS } from "../runtime/providers.ts";
import { MOST_THREADS } from "../runtime/runtime.ts";

/** Where graphs run. */
export interface RuntimeFlags {
  /** Where to compute. */
  readonly provider: ProviderChoice;
  /** Threads inside one operator; 0 for one per core. */
  readonly threads: number;
}

/** Reads a whole number from `least` to `most` (default: any) from the command line. */
export const wholeNumber = (least: number, most?: number): (text: string) => number => (text) => {
  const value = Number(text);
  const isWithin = value >= least && value <= (most ?? Number.MAX_SAFE_INTEGER);
  if (/^\d+$/.test(text) && isWithin) return value;
  const range = most === undefined ? `from ${least}` : `from ${least} to ${most}`;
  throw new InvalidArgumentError(`Expected a whole number ${range} but found "${text}".`);
};

/** Adds the options that say where graphs run, with a default number of threads (default: 0, one per core). */
export const withRuntimeOptions = (command: Command, threads: number = 0): Command =>
  command
    .addOption(
      new Option("--provider <name>", "where to compute; auto takes the first that works")
        .choices(["auto", ...PROVIDERS]).default("auto"),
    )
    .option(
      "--threads <n>",
      "threads inside one operator; 0 for one per physical core",
      wholeNumber(0, MOST_THREADS),
      threads,
    );

/** Reads a number from the command line, of at least `least` where that is said. */
const number = (least?: number): (text: string) => number => (text) => {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value) && value >= (least ?? -Infinity)) return value;
  const wanted = least === undefined ? "a number" : `a number from ${least}`;
  throw new InvalidArgumentError(`Expected ${wanted} but found "${text}".`);
};

/** Options that only a GAN has a use for. */
const forGans = (): Option[] => [
  new Option(
    "--kind <kind>",
    "GANs: what the .npy holds (default: by its shape; z where z and w are equally long, one ws where it " +
      "is as many w or z)",
  ).choices(["z", "w", "ws"]),
  new Option("--noise <mode>", 'GANs: noise of StyleGAN2 (default: "const")').choices(["const", "none"]),
  new Option("--class <n>", "GANs: class of a conditional model (default: none)").argParser(wholeNumber(0)),
];

/** Options that only a diffusion model has a use for. */
const forDiffusion = (): Option[] => [
  new Option(
    "--timestep <n>",
    "diffusion: noise level of the latents (default: that of 7 tenths of the steps, 681 of 1000)",
  ).argParser(wholeNumber(0)),
  new Option("--inference-steps <n>", "diffusion: steps of DDIM over all noise levels (default: 50)")
    .argParser(wholeNumber(1)),
  new Option("--prompt <text>", 'diffusion: what the pictures show (default: "")'),
  new Option(
    "--prompt-embeds <file>",
    "diffusion: a .npy [1, tokens, D] in place of the prompt (default: none)",
  ),
  new Option("--negative-prompt <text>", 'diffusion: what guidance leads away from (default: "")'),
  new Option("--negative-prompt-embeds <file>", "diffusion: the same as a .npy (default: none)"),
  new Option("--guidance <scale>", "diffusion: scale of classifier-free guidance (default: 1, none)")
    .argParser(number(0)),
  new Option("--lora <file>", "diffusion: a LoRA's .safetensors (default: none)"),
  new Option("--lora-scale <n>", "diffusion: how strong the LoRA is (default: 1, as trained)")
    .argParser(number()),
];

/** What only pictures of a diffusion model have a use for. */
const clean = (): Option =>
  new Option("--clean", "diffusion: the latents have no noise, and are only decoded (default: false)")
    .conflicts(forDiffusion().map((option) => option.attributeName()));

/** Adds the option that leaves the denoising out. */
export const withCleanOption = (command: Command): Command => command.addOption(clean());

/** Adds the options that name a model and its latents. */
export const withModelOptions = (command: Command): Command =>
  withRuntimeOptions(
    [...forGans(), ...forDiffusion()].reduce(
      (extended, option) => extended.addOption(option),
      command
        .option(
          "--model <model>",
          '"faces", a StyleGAN2 .pkl, the folder of an inverted picture, "faces-diffusion", or a diffusers folder',
          "faces",
        )
        .requiredOption(
          "--latent <file>",
          "a .npy with or without a batch axis: z, w or ws of a GAN; [C, h, w] of a diffusion model",
        ),
    ),
  );

/**
 * Refuses options for models of the other family.
 *
 * @throws {InputError} naming the first that was given.
 */
export function refuseForeignOptions(flags: object, family: ModelFamily): void {
  const [foreign, what, found] = family === "gan"
    ? [[...forDiffusion(), clean()], "diffusion models", "a GAN"]
    : [forGans(), "GANs", "a diffusion model"];
  const given = foreign.find((option) => Object.hasOwn(flags, option.attributeName()));
  if (!given) return;
  throw new InputError(`Expected no ${given.long}, which is for ${what}, but found it with ${found}.`);
}
