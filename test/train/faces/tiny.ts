import { openRuntime, type Runtime } from "../../../lib/runtime/runtime.ts";
import { type FacesSettings, facesSettings } from "../../../lib/train/faces/settings.ts";

const [DOWN, UP] = ["DownEncoderBlock2D", "UpDecoderBlock2D"];

/** Where it is computed: sessions of that many nodes are made sooner when little is optimised. */
export const tinyRuntime = (): Promise<Runtime> =>
  openRuntime({ provider: "cpu", threads: 1, optimization: "basic", keep: 4 });

/** The training of a model of few channels in few steps; `change` replaces fields. */
export const tinySettings = (change: { readonly vae?: object; readonly unet?: object } = {}): FacesSettings =>
  facesSettings({
    pictures: 3,
    vae: {
      steps: 2,
      batch: 2,
      config: {
        latent_channels: 4,
        block_out_channels: [4, 4],
        down_block_types: [DOWN, DOWN],
        up_block_types: [UP, UP],
        norm_num_groups: 2,
      },
      ...change.vae,
    },
    unet: {
      steps: 2,
      batch: 2,
      config: {
        block_out_channels: [8, 8],
        down_block_types: ["DownBlock2D", "DownBlock2D"],
        up_block_types: ["UpBlock2D", "UpBlock2D"],
        layers_per_block: 1,
        cross_attention_dim: 4,
        attention_head_dim: 2,
        norm_num_groups: 2,
      },
      ...change.unet,
    },
  });
