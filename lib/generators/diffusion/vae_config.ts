import { z } from "zod";
import { checkDivides, checkLevels, countTo, MOST, readConfig } from "./read_config.ts";

/** The shape of a variational autoencoder of the Stable Diffusion 1 and 2 family. */
export interface VaeConfig {
  /** Channels of the levels, from the finest. A latent's pixel is 2 to the power of their number − 1 pixels wide. */
  readonly channels: readonly number[];
  /** Residual layers of each level of the encoder; the decoder has one more. */
  readonly layers: number;
  /** Channels of the latent. */
  readonly latentChannels: number;
  /** Groups of the group normalisation. */
  readonly groups: number;
  /** What a latent is multiplied with before a U-Net sees it. */
  readonly scalingFactor: number;
}

const channelCount = countTo(MOST.channels);

const FILE = z.object({
  _class_name: z.literal("AutoencoderKL").optional(),
  in_channels: z.literal(3).default(3),
  out_channels: z.literal(3).default(3),
  down_block_types: z.array(z.literal("DownEncoderBlock2D")).min(1),
  up_block_types: z.array(z.literal("UpDecoderBlock2D")).min(1),
  block_out_channels: z.array(channelCount).min(1).max(MOST.levels),
  layers_per_block: countTo(MOST.layers).default(1),
  latent_channels: channelCount.default(4),
  norm_num_groups: channelCount.default(32),
  scaling_factor: z.number().positive().default(0.18215),
});

/** What only other families change. */
const FIXED = {
  act_fn: "silu",
  latents_mean: null,
  latents_std: null,
  mid_block_add_attention: true,
  shift_factor: null,
  use_post_quant_conv: true,
  use_quant_conv: true,
} as const;

/**
 * The shape of a variational autoencoder from the JSON value of diffusers' `vae/config.json`.
 *
 * @throws {InputError} with one sentence where it is of another family: another kind of block, say, by its name.
 */
export function parseVaeConfig(json: unknown): VaeConfig {
  const file = readConfig(FILE, FIXED, json);
  const levels = file.block_out_channels.length;
  checkLevels("down_block_types", file.down_block_types, levels);
  checkLevels("up_block_types", file.up_block_types, levels);
  for (const width of file.block_out_channels) {
    checkDivides("norm_num_groups", "groups", file.norm_num_groups, width);
  }
  return {
    channels: file.block_out_channels,
    layers: file.layers_per_block,
    latentChannels: file.latent_channels,
    groups: file.norm_num_groups,
    scalingFactor: file.scaling_factor,
  };
}
