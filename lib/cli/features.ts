import { Command } from "commander";
import { InputError } from "../errors.ts";
import { encodeNpy } from "../formats/npy.ts";
import { type Generator } from "../generators/generator.ts";
import { type Symbolic } from "../onnx/symbolic.ts";
import { checkOutput, compute, type ModelFlags, writeOutput } from "./batch.ts";
import { wholeNumber, withModelOptions } from "./options.ts";

interface FeaturesFlags extends ModelFlags {
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
      .requiredOption("--block <n>", "index of the block; 0 is the coarsest, of 4 × 4 pixels", wholeNumber(0))
      .requiredOption("--out <file>", "F.npy"),
  ).action(async (flags: FeaturesFlags): Promise<void> => {
    await checkOutput(flags.out, [".npy"]);
    const maps = await compute(flags, ({ generator }) => featuresOf(generator, flags.block));
    await writeOutput(flags.out, encodeNpy(maps));
  });
