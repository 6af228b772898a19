import { InputError } from "../errors.ts";
import { type Prompt } from "../generators/diffusion/prompt.ts";
import { type NoiseSchedule } from "../generators/diffusion/schedule.ts";
import { type Tensor } from "../tensor.ts";
import { type EditDenoiser } from "./walk_stage.ts";

/** A picture at the noise level where it is dragged. */
export interface NoisyPicture {
  /** The U-Net, with a LoRA merged in where there is one. */
  readonly denoiser: EditDenoiser;
  /** What the picture shows. */
  readonly prompt: Prompt;
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
