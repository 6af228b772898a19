import { Command } from "commander";
import { InputError } from "../errors.ts";
import { encodeNpy } from "../formats/npy.ts";
import { modelSource } from "../generators/family.ts";
import { type Generator } from "../generators/generator.ts";
import { writeFile } from "../hub/write_file.ts";
import { type Symbolic } from "../onnx/symbolic.ts";
import { compute, type GanFlags } from "./batch.ts";
import { checkModelOutput } from "./check_model_output.ts";
import { computeDiffusion, type DiffusionFlags } from "./diffusion_batch.ts";
import { refuseForeignOptions, wholeNumber, withModelOptions } from "./options.ts";

interface FeaturesFlags extends GanFlags, DiffusionFlags {
  readonly block: number;
  readonly out: string;
}

function featuresOf(generator: Generator, block: number): (latent: Symbolic) => Symbolic {
  const last = generator.blocks.length - 1;
  if (block > last) throw new InputError(`Expected --block from 0 to ${last} but found ${block}.`);
  return (latent) => generator.features(latent, block);
}

/** `features --latent L.npy --block B --out F.npy`. */
export const featuresCommand = (): Command =>
  withModelOptions(
    new Command("features")
      .description("write the feature maps of latents: float32 [N, C, H, W]")
      .requiredOption(
        "--block <n>",
        "index of the block; 0 is the coarsest, the middle one of a diffusion model",
        wholeNumber(0),
      )
      .requiredOption("--out <file>", "F.npy"),
  ).action(async (flags: FeaturesFlags): Promise<void> => {
    await checkModelOutput("writing of features", flags, [".npy"]);
    const { family, source } = await modelSource(flags.model, ".");
    refuseForeignOptions(flags, family);
    const maps = family === "gan"
      ? await compute(flags, ({ generator }) => featuresOf(generator, flags.block))
      : await computeDiffusion(flags, source, (generator) => featuresOf(generator, flags.block));
    await writeFile(flags.out, encodeNpy(maps));
  });
