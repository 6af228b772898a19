import { resolve } from "node:path";
import { adaptedDenoiser, plainDenoiser } from "../../edit/edit_denoiser.ts";
import { editPrompt, promptEmbeds, type TextSource } from "../../edit/edit_prompt.ts";
import { stepsTo } from "../../edit/noisy_picture.ts";
import { type EditDenoiser } from "../../edit/walk_stage.ts";
import { inFile } from "../../errors.ts";
import { type Prompt } from "../../generators/diffusion/prompt.ts";
import { type DiffusionModel, openDiffusionFolder } from "../../generators/diffusion/folder.ts";
import { editTimestep } from "../../generators/diffusion/schedule.ts";
import { checkTakesLatents } from "../../generators/diffusion/walk.ts";
import { readNpy } from "../../hub/read_npy.ts";
import { type Runtime } from "../../runtime/runtime.ts";
import { type DiffusionSpec } from "./diffusion_spec.ts";
import { type ReadLora, readLora } from "./read_lora.ts";

/** How a diffusion model is used, whatever for. */
export type DiffusionUse = Pick<
  DiffusionSpec,
  | ("prompt" | "promptEmbeds" | "negativePrompt" | "negativePromptEmbeds")
  | ("guidance" | "inferenceSteps" | "timestep" | "lora")
>;

/** A diffusion model with the files that its use needs. */
export interface ReadDiffusion {
  /** The model itself. */
  readonly model: DiffusionModel;
  /** The LoRA of a file, if there is one. */
  readonly lora: ReadLora | undefined;
  /** What pictures show. */
  readonly prompt: Prompt;
  /** Steps of DDIM over all noise levels. */
  readonly steps: number;
  /** The noise level of latents. */
  readonly timestep: number;
  /** What the user should know, in sentences. */
  readonly warnings: readonly string[];
}

async function textSource(
  prompt: string,
  file: string | undefined,
  folder: string,
  model: DiffusionModel,
): Promise<TextSource> {
  if (file === undefined) return { prompt };
  const path = resolve(folder, file);
  const array = await readNpy(path, "prompt embeds");
  return { prompt, embeds: inFile(path, () => promptEmbeds(model, array)) };
}

async function readPrompt(
  use: DiffusionUse,
  folder: string,
  model: DiffusionModel,
  lora: ReadLora | undefined,
  runtime: Runtime,
): Promise<{ prompt: Prompt; warnings: readonly string[] }> {
  const { prompt, negativePrompt, guidance } = use;
  const text = await textSource(prompt, use.promptEmbeds, folder, model);
  const negative = await textSource(negativePrompt, use.negativePromptEmbeds, folder, model);
  const layers = lora && { layers: lora.textEncoder, scale: lora.scale };
  return await editPrompt(model, runtime, { text, negative, guidance }, layers);
}

/**
 * Opens a diffusion model, and reads and checks what its use needs.
 *
 * @param source a folder, or a name in Hugging Face's cache.
 * @param folder the folder that relative paths of the use start from.
 * @throws {InputError} when a file is missing or broken, or does not fit the model.
 */
export async function readDiffusion(
  use: DiffusionUse,
  source: string,
  folder: string,
  runtime: Runtime,
): Promise<ReadDiffusion> {
  const model = await openDiffusionFolder(source);
  checkTakesLatents(model.unet.config);
  const { schedule } = plainDenoiser(model);
  const { inferenceSteps: steps } = use;
  const timestep = use.timestep ?? editTimestep(schedule, steps);
  // Refuses a timestep that the steps do not visit.
  stepsTo(schedule, steps, timestep);
  const lora = await readLora(use, folder, model);
  const { prompt, warnings } = await readPrompt(use, folder, model, lora, runtime);
  return { model, lora, prompt, steps, timestep, warnings: [...(lora?.warnings ?? []), ...warnings] };
}

/** The U-Net with the LoRA of the file merged in, if there is one. */
export const denoiserOf = async (
  { model, lora }: Pick<ReadDiffusion, "model" | "lora">,
  runtime: Runtime,
): Promise<EditDenoiser> =>
  lora
    ? await adaptedDenoiser(model, runtime, { layers: lora.unet, scale: lora.scale })
    : plainDenoiser(model);
