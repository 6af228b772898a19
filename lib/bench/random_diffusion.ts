import { join } from "node:path";
import { encodeSafetensors } from "../formats/safetensors.ts";
import { type NetworkKind, TEXT, UNET, VAE } from "../generators/diffusion/network_kinds.ts";
import { randomParameters } from "../generators/diffusion/random_parameters.ts";
import { isThere } from "../hub/is_there.ts";
import { writeFile } from "../hub/write_file.ts";
import { writing } from "../hub/writing.ts";
import { type Tensor } from "../tensor.ts";
import { noise } from "./noise.ts";
import { type DiffusionRecipe, type DiffusionSize, RECIPES, SCHEDULER } from "./diffusion_recipes.ts";

async function writeNetwork<C>(
  folder: string,
  kind: NetworkKind<C>,
  config: Readonly<Record<string, unknown>>,
  dtype: DiffusionRecipe["dtype"],
): Promise<void> {
  await writeFile(join(folder, "config.json"), JSON.stringify(config));
  const tensors = new Map<string, Tensor>();
  kind.touch(kind.parse(config), randomParameters({ dtype, draw: noise }, tensors));
  const bytes = encodeSafetensors(tensors, new Map([["format", "pt"]]));
  await writeFile(join(folder, `${kind.stem}.safetensors`), bytes);
}

/** A tokenizer that knows the letters of the Latin alphabet and takes no two of them together. */
async function writeTokenizer(folder: string): Promise<void> {
  const letters = [..."abcdefghijklmnopqrstuvwxyz"].flatMap((letter) => [letter, `${letter}</w>`]);
  const tokens = [...letters, "<|startoftext|>", "<|endoftext|>"];
  await writeFile(
    join(folder, "vocab.json"),
    JSON.stringify(Object.fromEntries(tokens.map((t, i) => [t, i]))),
  );
  await writeFile(join(folder, "merges.txt"), "#version: 0.2\n");
}

/** A model to be written. */
export interface ModelJob {
  /** Where it will lie. */
  readonly folder: string;
  /** How large it is. */
  readonly size: DiffusionSize;
}

/**
 * Writes a diffusion model of random weights as diffusers lays it out, unless it is there: its speed and memory are
 * those of a trained one. It is made under another name and renamed, so that it is there whole or not at all.
 *
 * @returns the job, which is done.
 * @throws {Error} when it cannot be written.
 */
export async function writeRandomDiffusion({ folder, size }: ModelJob): Promise<ModelJob> {
  const done = { folder, size };
  if (await isThere(folder)) return done;
  const part = `${folder}.${crypto.randomUUID().slice(0, 8)}.part`;
  const { dtype, unet, vae, text } = RECIPES[size];
  try {
    await writeNetwork(join(part, "unet"), UNET, unet, dtype);
    await writeNetwork(join(part, "vae"), VAE, vae, dtype);
    await writeNetwork(join(part, "text_encoder"), TEXT, text, dtype);
    await writeTokenizer(join(part, "tokenizer"));
    await writeFile(join(part, "scheduler", "scheduler_config.json"), JSON.stringify(SCHEDULER));
    await writing(folder, () => Deno.rename(part, folder));
    return done;
  } catch (error) {
    await Deno.remove(part, { recursive: true }).catch(() => {});
    throw error;
  }
}
