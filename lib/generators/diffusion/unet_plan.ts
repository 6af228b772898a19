import { type UnetConfig } from "./unet_config.ts";

/** A transformer of a U-Net: self-attention, cross-attention to the text, and a feed-forward layer. */
export interface TransformerPlan {
  /** Its name in the file, such as `down_blocks.0.attentions.1`. */
  readonly name: string;
  /** Channels of its map. */
  readonly channels: number;
  /** Heads of its attention. */
  readonly heads: number;
  /** Number of attention modules that are computed before its own two. */
  readonly index: number;
}

/** A residual layer and, where the block attends, the transformer after it. */
export interface LayerPlan {
  /** Name of the residual layer in the file, such as `up_blocks.3.resnets.0`. */
  readonly resnet: string;
  /** Channels that come out. */
  readonly channels: number;
  /** What its output is divided by. */
  readonly scale: number;
  /** The transformer after it. */
  readonly transformer?: TransformerPlan;
}

/** A block of a U-Net. */
export interface BlockPlan {
  /** Its layers in order. */
  readonly layers: readonly LayerPlan[];
  /** Name of the convolution that brings the map to the next level, such as `up_blocks.0.upsamplers.0.conv`. */
  readonly resample?: string;
}

/** All blocks of a U-Net in the order of computation. */
export interface UnetPlan {
  /** Blocks on the way down, from the finest level. */
  readonly down: readonly BlockPlan[];
  /** The block at the coarsest level. */
  readonly mid: BlockPlan;
  /** Blocks on the way up, from the coarsest level. */
  readonly up: readonly BlockPlan[];
}

/** The modules of a U-Net under their names in diffusers' files. */
export function unetPlan(config: UnetConfig): UnetPlan {
  const { channels, layers, heads } = config;
  const last = channels.length - 1;
  let attentions = 0;
  const layersOf = (
    name: string,
    level: number,
    count: number,
    transformers: number,
    scale = 1,
  ): LayerPlan[] =>
    Array.from({ length: count }, (_, i) => {
      const layer = { resnet: `${name}.resnets.${i}`, channels: channels[level]!, scale };
      if (i >= transformers) return layer;
      const index = 2 * attentions++;
      const own = {
        name: `${name}.attentions.${i}`,
        channels: channels[level]!,
        heads: heads[level]!,
        index,
      };
      return { ...layer, transformer: own };
    });
  const resample = (name: string, level: number, end: number): { resample?: string } =>
    level === end ? {} : { resample: name };
  const down = channels.map((_, level) => {
    const [name, count] = [`down_blocks.${level}`, layers[level]!];
    const parts = layersOf(name, level, count, config.downAttends[level] ? count : 0);
    return { layers: parts, ...resample(`${name}.downsamplers.0.conv`, level, last) };
  });
  const mid = { layers: layersOf("mid_block", last, 2, 1, config.midScale) };
  const up = channels.map((_, i) => {
    const [name, level] = [`up_blocks.${i}`, last - i];
    const count = layers[level]! + 1;
    const parts = layersOf(name, level, count, config.upAttends[i] ? count : 0);
    return { layers: parts, ...resample(`${name}.upsamplers.0.conv`, level, 0) };
  });
  return { down, mid, up };
}

/** The transformers of a U-Net in the order of computation. */
export const transformersOf = ({ down, mid, up }: UnetPlan): readonly TransformerPlan[] =>
  [...down, mid, ...up].flatMap(({ layers }) => layers.flatMap(({ transformer }) => transformer ?? []));
