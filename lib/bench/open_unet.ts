import { join } from "node:path";
import { diffusionGenerator } from "../generators/diffusion/generator.ts";
import { openNetwork } from "../generators/diffusion/network.ts";
import { UNET } from "../generators/diffusion/network_kinds.ts";
import { type Parameters } from "../generators/diffusion/parameters.ts";
import { randomParameters } from "../generators/diffusion/random_parameters.ts";
import { noiseSchedule } from "../generators/diffusion/schedule.ts";
import { parseSchedulerConfig } from "../generators/diffusion/scheduler_config.ts";
import { parseUnetConfig, type UnetConfig } from "../generators/diffusion/unet_config.ts";
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

/** The text of a case [1, 77, D]: noise. */
const caseText = ({ textWidth }: Pick<UnetConfig, "textWidth">): Tensor =>
  seededNoise(SEED, [1, TOKENS, textWidth]);

/** A U-Net with some weights as drags see it. */
function generatorOf(
  { size, resolution, checkpoint }: UnetCase,
  unet: { readonly config: UnetConfig; readonly p: Parameters },
): Generator {
  const schedule = noiseSchedule(parseSchedulerConfig(SCHEDULER));
  const vae = { config: parseVaeConfig(RECIPES[size].vae), p: randomParameters() };
  const prompt = { text: caseText(unet.config) };
  return diffusionGenerator({ ...unet, schedule }, vae, { size: square(resolution), prompt, checkpoint });
}

/** The U-Net of a case. Of the folder of a diffusion model nothing else is read. */
export async function openUnet(benchCase: UnetCase, folder: string): Promise<Generator> {
  const { network } = await openNetwork(join(folder, "unet"), UNET);
  return generatorOf(benchCase, network);
}

/** The U-Net of a case without its weights, for all that depends on shapes only. */
export const shapeOfUnet = (
  benchCase: UnetCase,
): { readonly generator: Generator; readonly text: Tensor } => {
  const config = parseUnetConfig(RECIPES[benchCase.size].unet);
  return { generator: generatorOf(benchCase, { config, p: randomParameters() }), text: caseText(config) };
};
