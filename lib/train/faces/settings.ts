import { z } from "zod";
import { InputError } from "../../errors.ts";
import { parseSchedulerConfig } from "../../generators/diffusion/scheduler_config.ts";
import { parseUnetConfig } from "../../generators/diffusion/unet_config.ts";
import { parseVaeConfig } from "../../generators/diffusion/vae_config.ts";
import { checkSchema } from "../../schema.ts";
import { type OptimiserNumbers } from "../optimiser.ts";
import { type ConfigFile } from "./model_folder.ts";
import { SIDE } from "./pictures.ts";

/** The most pictures that a training, and samples that a report, may have; and those of one update. Our choice. */
const [MOST_PICTURES, MOST_IN_BATCH] = [100_000, 4096];

const count = z.int().positive();
const positive = z.number().positive().finite();

/** Numbers of the training of one network, in the order of importance. */
const training = (steps: number, batch: number, learningRate: number) => ({
  steps: count.default(steps),
  batch: count.max(MOST_IN_BATCH).default(batch),
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

/** What is given of a file of diffusers, over the defaults. Fields that do not count are kept, too. */
const over = (defaults: ConfigFile) =>
  z.record(z.string(), z.unknown()).prefault({}).transform((given) => ({ ...defaults, ...given }));

const SETTINGS = z.strictObject({
  seed: z.int().min(0).max(0xffffffff).default(0),
  pictures: count.max(MOST_PICTURES).default(4096),
  vae: z.strictObject({
    ...training(5000, 8, 1e-3),
    kl: z.number().nonnegative().default(1e-3),
    edges: z.number().nonnegative().default(0.5),
    config: over(VAE),
  }).prefault({}),
  unet: z.strictObject({
    ...training(80_000, 16, 4e-4),
    snr: positive.default(5),
    config: over(UNET),
  }).prefault({}),
  scheduler: over(SCHEDULER),
  report: z.strictObject({
    samples: z.int().min(2).max(MOST_PICTURES / 2).default(512),
    steps: count.default(25),
    shown: count.default(24),
  }).prefault({}),
});

/** How a network is trained. */
export interface NetworkSettings extends OptimiserNumbers {
  /** Updates in all. */
  readonly steps: number;
  /** Pictures in one update, at most 4096. */
  readonly batch: number;
  /** What diffusers' `config.json` of the network says (default, field by field: that of `faces-diffusion`). */
  readonly config: ConfigFile;
}

/** Numbers of the whole training; the defaults are our choice. */
export interface FacesSettings {
  /** Seed of everything: starts, orders, noises (default 0). */
  readonly seed: number;
  /** Generated faces to train on, each also seen mirrored (default 4096, at most 100,000). */
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
  /** What diffusers' `scheduler_config.json` says (default, field by field: that of `faces-diffusion`). */
  readonly scheduler: ConfigFile;
  /** What the report is made of. */
  readonly report: {
    /** Pictures that the Fréchet distance is computed of (default 512, at most 50,000). */
    readonly samples: number;
    /** Steps of DDIM (default 25). */
    readonly steps: number;
    /** Pictures on the contact sheet (default 24). */
    readonly shown: number;
  };
}

/** Runs a parser of a part of the settings, so that its sentence, which begins with a field, names all of the place. */
function inPlace<T>(place: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${place}.${error.message}`, { cause: error });
    throw error;
  }
}

/** Checks what diffusers' files say, each alone and that the U-Net is one for the autoencoder's latents. */
function checkConfigs({ vae, unet, scheduler }: FacesSettings): void {
  const { channels, latentChannels } = inPlace("vae.config", () => parseVaeConfig(vae.config));
  const { inChannels, outChannels } = inPlace("unet.config", () => parseUnetConfig(unet.config));
  inPlace("scheduler", () => parseSchedulerConfig(scheduler));
  const levels = 1 + Math.log2(SIDE);
  if (channels.length > levels) {
    throw new InputError(
      `vae.config.block_out_channels: Expected at most ${levels} of them, as pictures have ${SIDE} × ${SIDE} pixels, ` +
        `but found ${channels.length}.`,
    );
  }
  for (const [field, found] of [["in_channels", inChannels], ["out_channels", outChannels]] as const) {
    if (found === latentChannels) continue;
    throw new InputError(
      `unet.config.${field}: Expected ${latentChannels}, as vae.config.latent_channels says, but found ${found}.`,
    );
  }
}

/**
 * The settings that JSON tells, defaults filled in: those of the three configs, too, field by field.
 *
 * @throws {InputError} with one sentence on the first field that is wrong, such as `unet.config.block_out_channels: …`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { facesSettings } from "./settings.ts";
 * assert.equal(facesSettings({ vae: { steps: 10 } }).vae.batch, 8);
 * ```
 */
export function facesSettings(json: unknown = {}): FacesSettings {
  const settings = checkSchema<FacesSettings>(SETTINGS, json);
  checkConfigs(settings);
  return settings;
}
