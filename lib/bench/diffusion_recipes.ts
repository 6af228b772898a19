/** How large a diffusion model of random weights is: as that of the tests, or as Stable Diffusion 1.5. */
export type DiffusionSize = "small" | "sd15";

/** The `config.json` of its networks, and how weights are kept. */
export interface DiffusionRecipe {
  /** Type of the weights. */
  readonly dtype: "float16" | "float32";
  /** The denoiser. */
  readonly unet: Readonly<Record<string, unknown>>;
  /** The variational autoencoder. */
  readonly vae: Readonly<Record<string, unknown>>;
  /** The text encoder. */
  readonly text: Readonly<Record<string, unknown>>;
}

const VAE_BLOCKS = {
  _class_name: "AutoencoderKL",
  down_block_types: Array<string>(4).fill("DownEncoderBlock2D"),
  up_block_types: Array<string>(4).fill("UpDecoderBlock2D"),
  layers_per_block: 2,
  scaling_factor: 0.18215,
};

const UNET_BLOCKS = {
  _class_name: "UNet2DConditionModel",
  down_block_types: [...Array<string>(3).fill("CrossAttnDownBlock2D"), "DownBlock2D"],
  up_block_types: ["UpBlock2D", ...Array<string>(3).fill("CrossAttnUpBlock2D")],
  layers_per_block: 2,
  attention_head_dim: 8,
};

/** Models by their size. */
export const RECIPES: Readonly<Record<DiffusionSize, DiffusionRecipe>> = {
  small: {
    dtype: "float32",
    unet: {
      ...UNET_BLOCKS,
      block_out_channels: [32, 48, 48, 64],
      cross_attention_dim: 32,
      norm_num_groups: 16,
      sample_size: 32,
    },
    vae: { ...VAE_BLOCKS, block_out_channels: [16, 24, 24, 32], norm_num_groups: 8 },
    text: {
      model_type: "clip_text_model",
      hidden_size: 32,
      intermediate_size: 128,
      num_attention_heads: 4,
      num_hidden_layers: 2,
      vocab_size: 1000,
    },
  },
  sd15: {
    dtype: "float16",
    unet: {
      ...UNET_BLOCKS,
      block_out_channels: [320, 640, 1280, 1280],
      cross_attention_dim: 768,
      sample_size: 64,
    },
    vae: { ...VAE_BLOCKS, block_out_channels: [128, 256, 512, 512] },
    text: {
      model_type: "clip_text_model",
      hidden_size: 768,
      intermediate_size: 3072,
      num_attention_heads: 12,
      num_hidden_layers: 12,
      vocab_size: 49408,
    },
  },
};

/** Their `scheduler_config.json`, that of Stable Diffusion 1.5. */
export const SCHEDULER = {
  _class_name: "DDIMScheduler",
  beta_start: 0.00085,
  beta_end: 0.012,
  beta_schedule: "scaled_linear",
  clip_sample: false,
  set_alpha_to_one: false,
  steps_offset: 1,
};
