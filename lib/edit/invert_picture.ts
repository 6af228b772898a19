import { InputError } from "../errors.ts";
import { type DiffusionModel } from "../generators/diffusion/folder.ts";
import { type Prompt } from "../generators/diffusion/denoiser.ts";
import { flattenLora, type LoraLayers, mergeLora } from "../generators/diffusion/lora/lora.ts";
import { constantParameters } from "../generators/diffusion/parameters.ts";
import { editTimestep, type NoiseSchedule, noiseSchedule } from "../generators/diffusion/schedule.ts";
import { parseSchedulerConfig } from "../generators/diffusion/scheduler_config.ts";
import { sha256 } from "../hub/sha256.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { type Tensor } from "../tensor.ts";
import { type LoraNumbers, loraStage } from "./lora_stage.ts";
import { runStage, type StageOptions } from "./stage.ts";
import { tensorHash } from "./stage_file.ts";
import { encodeStage } from "./vae_stages.ts";
import { type EditDenoiser, walkStage } from "./walk_stage.ts";

/** A picture to be edited. */
export interface SourcePicture {
  /** [1, 3, H, W], RGB in [−1, 1]; H and W are multiples of 8. */
  readonly image: Tensor;
  /** What it shows. */
  readonly prompt: Prompt;
}

/** Layers that are there already, such as those of a LoRA file. */
export interface GivenLora {
  /** The U-Net's layers. */
  readonly layers: LoraLayers;
  /** How strong they are: 1, the default, is as trained. */
  readonly scale?: number;
}

/** Options of {@linkcode invertPicture}; the defaults are DragDiffusion's. */
export interface InvertOptions extends StageOptions {
  /** Where it is computed; the caller disposes it. */
  readonly runtime: Runtime;
  /** A LoRA that is there already, in place of one trained on the picture. */
  readonly lora?: GivenLora;
  /** Numbers of the LoRA trained on the picture; `false` or 0 steps train none. */
  readonly training?: LoraNumbers | false;
  /** Steps of DDIM over all noise levels (default 50). */
  readonly steps?: number;
  /** The noise level that is dragged at, one that the steps visit (default that of 7 tenths of them, 681 of 1000). */
  readonly timestep?: number;
}

/** A picture taken to the noise level where it is dragged. */
export interface InvertedPicture {
  /** The U-Net with the LoRA merged in. */
  readonly denoiser: EditDenoiser;
  /** The LoRA's layers, if there are any: write them with `encodeLora`. */
  readonly layers?: LoraLayers;
  /** What the picture shows. */
  readonly prompt: Prompt;
  /** Its clean latent [1, C, h, w]. */
  readonly latent: Tensor;
  /** The latent at the noise level, [1, C, h, w]: what a drag optimises. */
  readonly inverted: Tensor;
  /** The noise level. */
  readonly timestep: number;
  /** Steps of DDIM over all noise levels. */
  readonly steps: number;
}

/**
 * How many of all steps go from the clean picture to a timestep.
 *
 * @throws {InputError} when they do not visit it.
 */
export function stepsTo(schedule: NoiseSchedule, steps: number, timestep: number): number {
  const timesteps = schedule.timesteps(steps);
  const index = timesteps.indexOf(timestep);
  if (index >= 0) return steps - index;
  const known = `${timesteps.slice(0, 3).join(", ")} … ${timesteps.at(-1)}`;
  throw new InputError(`Expected a timestep of the ${steps} steps ${known} but found ${timestep}.`);
}

/** The U-Net with layers merged in. */
async function adapted(
  model: DiffusionModel,
  schedule: NoiseSchedule,
  runtime: Runtime,
  { layers, scale = 1 }: GivenLora,
): Promise<EditDenoiser> {
  const { config, tensors } = model.unet;
  const p = constantParameters(await mergeLora(runtime, tensors, layers, scale), "the U-Net with its LoRA");
  const parts = [model.sha256, ...Object.keys(layers), await tensorHash(flattenLora(layers)), scale];
  return { config, p, schedule, sha256: await sha256(new TextEncoder().encode(parts.join("\n"))) };
}

/**
 * Takes a picture to the noise level where it is dragged, as DragDiffusion does: encodes it, trains a LoRA on it, and
 * inverts it with that. Each of the three is kept in the cache, and goes on where it was stopped.
 *
 * @throws {InputError} when picture, text, LoRA or numbers do not fit the model.
 */
export async function invertPicture(
  model: DiffusionModel,
  { image, prompt }: SourcePicture,
  options: InvertOptions,
): Promise<InvertedPicture> {
  if (image.shape[0] !== 1) throw new InputError(`Expected one picture but found ${image.shape[0]}.`);
  const { runtime, steps = 50, training = {} } = options;
  const schedule = noiseSchedule(parseSchedulerConfig(model.schedulerConfig));
  const timestep = options.timestep ?? editTimestep(schedule, steps);
  const inversion = schedule.inversion(steps).slice(0, stepsTo(schedule, steps, timestep));
  const plain: EditDenoiser = { ...model.unet, schedule, sha256: model.sha256 };
  const latent = await runStage(await encodeStage(model, runtime, image), options);
  const trained = async (numbers: LoraNumbers): Promise<GivenLora> => {
    const subject = { latent, text: prompt.text };
    return await runStage(await loraStage(model, plain, runtime, subject, numbers), options);
  };
  const trains = training && training.steps !== 0;
  const lora = options.lora ?? (trains ? await trained(training) : undefined);
  const denoiser = lora ? await adapted(model, schedule, runtime, lora) : plain;
  const inverting = await walkStage("inverted", denoiser, latent, inversion, { runtime, prompt });
  const inverted = await runStage(inverting, options);
  return { denoiser, ...(lora ? { layers: lora.layers } : {}), prompt, latent, inverted, timestep, steps };
}
