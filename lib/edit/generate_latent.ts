import { type Prompt } from "../generators/diffusion/prompt.ts";
import { editTimestep } from "../generators/diffusion/schedule.ts";
import { seededNoise } from "../generators/latents.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { type EditDenoiser, walkStage } from "./walk_stage.ts";
import { type NoisyPicture, stepsTo } from "./noisy_picture.ts";
import { runStage, type StageOptions } from "./stage.ts";

/** Options of {@linkcode generateLatent}. */
export interface GenerateOptions extends StageOptions {
  /** Where it is computed; the caller disposes it. */
  readonly runtime: Runtime;
  /** What the picture shall show, and how strongly it is guided there. */
  readonly prompt: Prompt;
  /** Seed of the noise that it begins with, as NumPy draws it, from 0 to 2³² − 1. */
  readonly seed: number;
  /** Shape of its latent, [1, C, h, w]. */
  readonly shape: readonly number[];
  /** Steps of DDIM over all noise levels (default 50). */
  readonly steps?: number;
  /** The noise level that is dragged at, one that the steps visit (default that of 7 tenths of them, 681 of 1000). */
  readonly timestep?: number;
}

/**
 * A generated picture on its way, at the noise level where it is dragged: noise denoised down to there, as DragDiffusion
 * has it for generated pictures. It is kept where `options.cache` names a folder.
 *
 * @param denoiser the model's U-Net: `plainDenoiser(model)`.
 * @throws {InputError} when text, shape or numbers do not fit the model.
 */
export async function generateLatent(
  denoiser: EditDenoiser,
  options: GenerateOptions,
): Promise<NoisyPicture> {
  const { runtime, prompt, seed, shape, steps = 50 } = options;
  const { schedule } = denoiser;
  const timestep = options.timestep ?? editTimestep(schedule, steps);
  const left = stepsTo(schedule, steps, timestep);
  const noise = seededNoise(seed, shape);
  const denoising = schedule.denoising(steps).slice(0, steps - left);
  const walk = await walkStage("generated", denoiser, noise, denoising, { runtime, prompt });
  const inverted = denoising.length === 0 ? noise : await runStage(walk, options);
  return { denoiser, prompt, inverted, timestep, steps };
}
