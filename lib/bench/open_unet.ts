import { join } from "node:path";
import { diffusionGenerator } from "../generators/diffusion/generator.ts";
import { openNetwork } from "../generators/diffusion/network.ts";
import { UNET } from "../generators/diffusion/network_kinds.ts";
import { randomParameters } from "../generators/diffusion/random_parameters.ts";
import { noiseSchedule } from "../generators/diffusion/schedule.ts";
import { parseSchedulerConfig } from "../generators/diffusion/scheduler_config.ts";
import { parseVaeConfig } from "../generators/diffusion/vae_config.ts";
import { type Generator } from "../generators/generator.ts";
import { seededNoise } from "../generators/latents.ts";
import { square } from "../generators/size.ts";
import { type Tensor } from "../tensor.ts";
import { RECIPES, SCHEDULER } from "./diffusion_recipes.ts";
import { type UnetCase } from "./unet_cases.ts";

/** Tokens of a text, CLIP's number. */
const TOKENS = 77;

/** Seed of the text. */
const SEED = 2;

/**
 * The U-Net of a case as drags see it, and its text [1, 77, D], noise. Of the folder of a diffusion model only the U-Net
 * is read.
 */
export async function openUnet(
  { size, resolution, checkpoint }: UnetCase,
  folder: string,
): Promise<{ generator: Generator; text: Tensor }> {
  const { network } = await openNetwork(join(folder, "unet"), UNET);
  const schedule = noiseSchedule(parseSchedulerConfig(SCHEDULER));
  const vae = { config: parseVaeConfig(RECIPES[size].vae), p: randomParameters() };
  const text = seededNoise(SEED, [1, TOKENS, network.config.textWidth]);
  const options = { size: square(resolution), prompt: { text }, checkpoint };
  return { generator: diffusionGenerator({ ...network, schedule }, vae, options), text };
}
