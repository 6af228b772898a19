import { z } from "zod";
import { type Schema } from "../../schema.ts";
import { checkDivides, checkLevels, countTo, MOST, readConfig } from "./read_config.ts";

/** The shape of a U-Net of the Stable Diffusion 1 and 2 family. */
export interface UnetConfig {
  /** Columns of the latents that it was trained with (default 64, of pictures of 512 pixels). */
  readonly latentWidth: number;
  /** Channels of the latent that goes in: 4, or 9 for inpainting models. */
  readonly inChannels: number;
  /** Channels of the prediction. */
  readonly outChannels: number;
  /** Channels of the levels, from the finest. */
  readonly channels: readonly number[];
  /** Residual layers of each level on the way down; there is one more on the way up. */
  readonly layers: readonly number[];
  /** Which levels, from the finest, attend on the way down. */
  readonly downAttends: readonly boolean[];
  /** Which blocks attend on the way up, in the order of computation: from the coarsest level. */
  readonly upAttends: readonly boolean[];
  /** Heads of the attention of each level, from the finest. */
  readonly heads: readonly number[];
  /** Length of the text's vectors. */
  readonly textWidth: number;
  /** Transformers begin and end with linear layers (Stable Diffusion 2), not with 1 × 1 convolutions. */
  readonly linearProjection: boolean;
  /** Groups of the group normalisation. */
  readonly groups: number;
  /** Added to the variance in the group normalisation of residual layers. */
  readonly epsilon: number;
  /** The middle block's residual layers divide their output by this. */
  readonly midScale: number;
  /** The time's encoding has its cosines before its sines. */
  readonly cosinesFirst: boolean;
  /** Subtracted from the number of frequencies of the time's encoding. */
  readonly frequencyShift: number;
}

const channelCount = countTo(MOST.channels);
const perLevel = (most: number): Schema<number | number[]> =>
  z.union([countTo(most), z.array(countTo(most))], {
    error: () => "Expected a whole number, or one for each level",
  });

const FILE = z.object({
  _class_name: z.literal("UNet2DConditionModel").optional(),
  sample_size: z.union([channelCount, z.tuple([channelCount, channelCount])], {
    error: () => "Expected a whole number, or height and width",
  }).nullish(),
  in_channels: channelCount.default(4),
  out_channels: channelCount.default(4),
  down_block_types: z.array(z.enum(["CrossAttnDownBlock2D", "DownBlock2D"])).min(1).default(
    ["CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"],
  ),
  mid_block_type: z.literal("UNetMidBlock2DCrossAttn").default("UNetMidBlock2DCrossAttn"),
  up_block_types: z.array(z.enum(["CrossAttnUpBlock2D", "UpBlock2D"])).min(1).default(
    ["UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"],
  ),
  block_out_channels: z.array(channelCount).min(1).max(MOST.levels).default([320, 640, 1280, 1280]),
  layers_per_block: perLevel(MOST.layers).default(2),
  cross_attention_dim: channelCount.default(1280),
  attention_head_dim: perLevel(MOST.channels).default(8),
  use_linear_projection: z.boolean().default(false),
  norm_num_groups: channelCount.default(32),
  norm_eps: z.number().positive().default(1e-5),
  mid_block_scale_factor: z.number().positive().default(1),
  flip_sin_to_cos: z.boolean().default(true),
  freq_shift: z.number().default(0),
});

/** What only other families change. `upcast_attention` is no such thing: all is computed in float32 here. */
const FIXED = {
  act_fn: "silu",
  addition_embed_type: null,
  attention_type: "default",
  center_input_sample: false,
  class_embed_type: null,
  class_embeddings_concat: false,
  conv_in_kernel: 3,
  conv_out_kernel: 3,
  cross_attention_norm: null,
  downsample_padding: 1,
  dual_cross_attention: false,
  encoder_hid_dim: null,
  encoder_hid_dim_type: null,
  mid_block_only_cross_attention: null,
  num_attention_heads: null,
  num_class_embeds: null,
  only_cross_attention: false,
  resnet_out_scale_factor: 1,
  resnet_skip_time_act: false,
  resnet_time_scale_shift: "default",
  reverse_transformer_layers_per_block: null,
  time_cond_proj_dim: null,
  time_embedding_act_fn: null,
  time_embedding_dim: null,
  time_embedding_type: "positional",
  timestep_post_act: null,
  transformer_layers_per_block: 1,
} as const;

/** Columns of a latent: those of Stable Diffusion 1 where nothing is said. */
const latentWidth = (size: number | readonly [number, number] | null | undefined): number =>
  typeof size === "object" ? size?.[1] ?? 64 : size ?? 64;

/** A number for each level: the list itself, or the one number for all. */
function forLevels(field: string, value: number | readonly number[], levels: number): readonly number[] {
  if (typeof value === "number") return Array<number>(levels).fill(value);
  checkLevels(field, value, levels);
  return value;
}

/**
 * The shape of a U-Net from the JSON value of diffusers' `unet/config.json`. `attention_head_dim` is the *number* of
 * heads there: one for all levels (Stable Diffusion 1: 8), or one for each (Stable Diffusion 2: 5, 10, 20, 20).
 *
 * @throws {InputError} with one sentence where it is of another family: another kind of block, say, by its name.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseUnetConfig } from "./unet_config.ts";
 *
 * const config = parseUnetConfig({ cross_attention_dim: 768 }); // the rest is as in Stable Diffusion 1.5
 * assert.deepEqual(config.heads, [8, 8, 8, 8]);
 * ```
 */
export function parseUnetConfig(json: unknown): UnetConfig {
  const file = readConfig(FILE, FIXED, json);
  const channels = file.block_out_channels;
  const levels = channels.length;
  checkLevels("down_block_types", file.down_block_types, levels);
  checkLevels("up_block_types", file.up_block_types, levels);
  const heads = forLevels("attention_head_dim", file.attention_head_dim, levels);
  channels.forEach((width, level) => {
    checkDivides("attention_head_dim", "heads", heads[level]!, width);
    checkDivides("norm_num_groups", "groups", file.norm_num_groups, width);
  });
  return {
    latentWidth: latentWidth(file.sample_size),
    inChannels: file.in_channels,
    outChannels: file.out_channels,
    channels,
    layers: forLevels("layers_per_block", file.layers_per_block, levels),
    downAttends: file.down_block_types.map((kind) => kind === "CrossAttnDownBlock2D"),
    upAttends: file.up_block_types.map((kind) => kind === "CrossAttnUpBlock2D"),
    heads,
    textWidth: file.cross_attention_dim,
    linearProjection: file.use_linear_projection,
    groups: file.norm_num_groups,
    epsilon: file.norm_eps,
    midScale: file.mid_block_scale_factor,
    cosinesFirst: file.flip_sin_to_cos,
    frequencyShift: file.freq_shift,
  };
}
