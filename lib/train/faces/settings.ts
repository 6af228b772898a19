import { z } from "zod";
import { checkSchema } from "../../schema.ts";
import { type OptimiserNumbers } from "../optimiser.ts";

const count = z.int().positive();
const positive = z.number().positive().finite();

/** Numbers of the training of one network, in the order of importance. */
const training = (steps: number, batch: number, learningRate: number) => ({
  steps: count.default(steps),
  batch: count.default(batch),
  learningRate: positive.default(learningRate),
  warmUp: z.int().nonnegative().default(100),
  clip: positive.default(1),
  average: z.number().min(0).lt(1).default(0.999),
});

const LEVELS = { down: "DownEncoderBlock2D", up: "UpDecoderBlock2D" } as const;

/** The autoencoder: 64 × 64 pixels to 16 × 16 × 4. */
const VAE = {
  _class_name: "AutoencoderKL",
  in_channels: 3,
  out_channels: 3,
  latent_channels: 4,
  sample_size: 64,
  block_out_channels: [24, 48, 64],
  down_block_types: [LEVELS.down, LEVELS.down, LEVELS.down],
  up_block_types: [LEVELS.up, LEVELS.up, LEVELS.up],
  layers_per_block: 1,
  norm_num_groups: 8,
  act_fn: "silu",
};

/** The U-Net: 16, 8 and 4 pixels; text vectors are short, as there is but one and it is zero. */
const UNET = {
  _class_name: "UNet2DConditionModel",
  in_channels: 4,
  out_channels: 4,
  sample_size: 16,
  block_out_channels: [64, 128, 160],
  down_block_types: ["DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"],
  up_block_types: ["CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"],
  layers_per_block: 1,
  cross_attention_dim: 8,
  attention_head_dim: 4,
  norm_num_groups: 32,
  use_linear_projection: true,
  act_fn: "silu",
};

/** Stable Diffusion's noise, predicted as velocity. */
const SCHEDULER = {
  _class_name: "DDIMScheduler",
  num_train_timesteps: 1000,
  beta_start: 0.00085,
  beta_end: 0.012,
  beta_schedule: "scaled_linear",
  prediction_type: "v_prediction",
  clip_sample: false,
  set_alpha_to_one: false,
  steps_offset: 1,
  timestep_spacing: "leading",
};

const json = z.record(z.string(), z.unknown());

const SETTINGS = z.strictObject({
  seed: z.int().min(0).max(0xffffffff).default(0),
  pictures: count.default(4096),
  vae: z.strictObject({
    ...training(5000, 8, 1e-3),
    kl: z.number().nonnegative().default(1e-3),
    edges: z.number().nonnegative().default(0.5),
    config: json.default(VAE),
  }).prefault({}),
  unet: z.strictObject({
    ...training(80_000, 16, 4e-4),
    snr: positive.default(5),
    config: json.default(UNET),
  }).prefault({}),
  scheduler: json.default(SCHEDULER),
  report: z.strictObject({
    samples: z.int().min(2).default(512),
    steps: count.default(25),
    shown: count.default(24),
  }).prefault({}),
});

/** How a network is trained. */
export interface NetworkSettings extends OptimiserNumbers {
  /** Updates in all. */
  readonly steps: number;
  /** Pictures in one update. */
  readonly batch: number;
  /** What diffusers' `config.json` of the network says. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** Numbers of the whole training; the defaults are our choice. */
export interface FacesSettings {
  /** Seed of everything: starts, orders, noises (default 0). */
  readonly seed: number;
  /** Generated faces to train on, each also seen mirrored (default 4096). */
  readonly pictures: number;
  /** The autoencoder's training (default 5000 updates of 8 pictures). */
  readonly vae: NetworkSettings & {
    /** Factor of the mean Kullback–Leibler divergence of a latent's number from N(0, 1) (default 1e-3). */
    readonly kl: number;
    /** Factor of the mean absolute error of differences between neighbouring pixels (default 0.5). */
    readonly edges: number;
  };
  /** The U-Net's training (default 80,000 updates of 16 pictures). */
  readonly unet: NetworkSettings & {
    /** γ of the min-SNR weighting (arXiv 2303.09556; default 5, as there). */
    readonly snr: number;
  };
  /** What diffusers' `scheduler_config.json` says. */
  readonly scheduler: Readonly<Record<string, unknown>>;
  /** What the report is made of. */
  readonly report: {
    /** Pictures that the Fréchet distance is computed of (default 512). */
    readonly samples: number;
    /** Steps of DDIM (default 25). */
    readonly steps: number;
    /** Pictures on the contact sheet (default 24). */
    readonly shown: number;
  };
}

/**
 * The settings that JSON tells, defaults filled in.
 *
 * @throws {InputError} with one sentence on the first field that is wrong.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { facesSettings } from "./settings.ts";
 * assert.equal(facesSettings({ vae: { steps: 10 } }).vae.batch, 8);
 * ```
 */
export const facesSettings = (json: unknown = {}): FacesSettings =>
  checkSchema<FacesSettings>(SETTINGS, json);
