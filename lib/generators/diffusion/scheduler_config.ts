import { z } from "zod";
import { readConfig } from "./read_config.ts";

/** Schedulers of diffusers whose file tells the same noise schedule as DDIM's, whatever the way they step through it. */
const SAME_NOISE = [
  "DDIMScheduler",
  "DDIMInverseScheduler",
  "DDPMScheduler",
  "PNDMScheduler",
  "LMSDiscreteScheduler",
  "EulerDiscreteScheduler",
  "EulerAncestralDiscreteScheduler",
  "HeunDiscreteScheduler",
  "KDPM2DiscreteScheduler",
  "KDPM2AncestralDiscreteScheduler",
  "DEISMultistepScheduler",
  "DPMSolverMultistepScheduler",
  "DPMSolverSinglestepScheduler",
  "DPMSolverSDEScheduler",
  "LCMScheduler",
  "TCDScheduler",
  "UniPCMultistepScheduler",
] as const;

const FILE = z.object({
  _class_name: z.enum(SAME_NOISE).default("DDIMScheduler"),
  num_train_timesteps: z.int().min(2).max(100_000).default(1000),
  beta_start: z.number().positive().lt(1).default(0.0001),
  beta_end: z.number().positive().lt(1).default(0.02),
  beta_schedule: z.enum(["linear", "scaled_linear", "squaredcos_cap_v2"]).default("linear"),
  trained_betas: z.array(z.number().min(0).lt(1)).min(2).nullable().default(null),
  set_alpha_to_one: z.boolean().default(true),
  steps_offset: z.int().nonnegative().default(0),
  prediction_type: z.enum(["epsilon", "v_prediction"]).default("epsilon"),
  timestep_spacing: z.enum(["leading", "linspace", "trailing"]).default("leading"),
  rescale_betas_zero_snr: z.boolean().default(false),
});

/** What would change the steps themselves. */
const FIXED = { clip_sample: false, thresholding: false } as const;

/** What a model was trained to predict: the noise ε, or the velocity v = √ᾱ ε − √(1 − ᾱ) x₀. */
export type PredictionType = "epsilon" | "v_prediction";

/** What `scheduler_config.json` of a diffusion model says, in its own words and with diffusers' defaults. */
export interface SchedulerConfig {
  /** Noise levels that the model was trained with, T (default 1000). */
  readonly num_train_timesteps: number;
  /** Variance of the noise of the first level (default 0.0001). */
  readonly beta_start: number;
  /** Variance of the noise of the last level (default 0.02). */
  readonly beta_end: number;
  /** How the variances go from the first to the last (default "linear"). */
  readonly beta_schedule: "linear" | "scaled_linear" | "squaredcos_cap_v2";
  /** The variances themselves, in place of the three above (default none). */
  readonly trained_betas: readonly number[] | null;
  /** Whether ᾱ is 1 below the first level (default true), rather than that of the first level. */
  readonly set_alpha_to_one: boolean;
  /** Added to every timestep of the spacing "leading" (default 0). */
  readonly steps_offset: number;
  /** What the model predicts (default "epsilon"). */
  readonly prediction_type: PredictionType;
  /** Which of the T levels the steps visit (default "leading"). */
  readonly timestep_spacing: "leading" | "linspace" | "trailing";
  /** Whether the last level is made pure noise (default false). */
  readonly rescale_betas_zero_snr: boolean;
}

/**
 * Checks the content of a `scheduler_config.json`. Files of other schedulers over the same noise levels do too; only
 * their levels are read, and steps are DDIM's.
 *
 * Defaults are those of diffusers' `DDIMScheduler`; but a file that says nothing of `clip_sample` does not clip (our
 * choice: latents have no fixed range).
 *
 * @throws {InputError} on the first field that is wrong or asks for what is not supported: another scheduler, another
 * beta schedule, prediction of the sample itself, clipped or thresholded samples.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseSchedulerConfig } from "./scheduler_config.ts";
 * const { steps_offset } = parseSchedulerConfig({ beta_schedule: "scaled_linear", steps_offset: 1 });
 * assert.equal(steps_offset, 1);
 * ```
 */
export const parseSchedulerConfig = (json: unknown): SchedulerConfig =>
  readConfig<SchedulerConfig>(FILE, FIXED, json);
