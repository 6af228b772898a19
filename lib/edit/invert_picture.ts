import { InputError } from "../errors.ts";
import { type DiffusionModel } from "../generators/diffusion/folder.ts";
import { type Prompt, textsOf } from "../generators/diffusion/prompt.ts";
import { type LoraLayers } from "../generators/diffusion/lora/lora.ts";
import { editTimestep } from "../generators/diffusion/schedule.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { type Tensor } from "../tensor.ts";
import { adaptedDenoiser, type GivenLora, plainDenoiser } from "./edit_denoiser.ts";
import { type LoraNumbers, loraStage } from "./lora_stage.ts";
import { type NoisyPicture, stepsTo } from "./noisy_picture.ts";
import { runStage, type StageOptions } from "./stage.ts";
import { encodeStage } from "./vae_stages.ts";
import { walkStage } from "./walk_stage.ts";

/** A picture to be edited. */
export interface SourcePicture {
  /** [1, 3, H, W], RGB in [−1, 1]; H and W are multiples of 8. */
  readonly image: Tensor;
  /** What it shows. */
  readonly prompt: Prompt;
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
export interface InvertedPicture extends NoisyPicture {
  /** The LoRA's layers, if there are any: write them with `encodeLora`. */
  readonly layers?: LoraLayers;
  /** Its clean latent [1, C, h, w]. */
  readonly latent: Tensor;
}

/**
 * Takes a picture to the noise level where it is dragged, as DragDiffusion does: encodes it, trains a LoRA on it, and
 * inverts it with that. Where `options.cache` names a folder, each of the three is kept there, and goes on where it was
 * stopped.
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
  const plain = plainDenoiser(model);
  textsOf(plain.config, prompt);
  const { schedule } = plain;
  const timestep = options.timestep ?? editTimestep(schedule, steps);
  const inversion = schedule.inversion(steps).slice(0, stepsTo(schedule, steps, timestep));
  const latent = await runStage(await encodeStage(model, runtime, image), options);
  const trained = async (numbers: LoraNumbers): Promise<GivenLora> => {
    const subject = { latent, text: prompt.text };
    return await runStage(await loraStage(model, plain, runtime, subject, numbers), options);
  };
  const trains = training && training.steps !== 0;
  const lora = options.lora ?? (trains ? await trained(training) : undefined);
  const denoiser = lora ? await adaptedDenoiser(model, runtime, lora) : plain;
  const inverting = await walkStage("inverted", denoiser, latent, inversion, { runtime, prompt });
  const inverted = await runStage(inverting, options);
  return { denoiser, ...(lora ? { layers: lora.layers } : {}), prompt, latent, inverted, timestep, steps };
}
