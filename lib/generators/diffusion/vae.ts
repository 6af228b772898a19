import { InputError } from "../../errors.ts";
import { named } from "../../onnx/alias.ts";
import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { attend } from "./attention.ts";
import { joinHeads, mapOfPixels, pixelVectors, splitHeads } from "./heads.ts";
import { convolution, groupNorm, linear, type Norm, silu } from "./layers.ts";
import { type Parameters } from "./parameters.ts";
import { resnet } from "./resnet.ts";
import { type VaeConfig } from "./vae_config.ts";

/** A normal distribution over latents, its numbers independent of each other. */
export type LatentDistribution = {
  /** Means [N, C, h, w], unscaled: the U-Net's latent is this times the config's scaling factor. */
  readonly mean: Symbolic;
  /** Logarithms of the variances [N, C, h, w], in [−30, 20]. */
  readonly logvar: Symbolic;
};

const normOf = ({ groups }: VaeConfig): Norm => ({ groups, epsilon: 1e-6 });

/** Pixels of a picture along each side of a latent's pixel. */
export const vaeStride = ({ channels }: VaeConfig): number => 2 ** (channels.length - 1);

/** Attention of a map's pixels to each other with one head, added to it. */
function selfAttention(config: VaeConfig, p: Parameters, name: string, x: Symbolic): Symbolic {
  const [c, h, w] = x.shape.slice(1) as [number, number, number];
  const vectors = pixelVectors(groupNorm(p, `${name}.group_norm`, x, normOf(config)));
  const project = (part: string): Symbolic => splitHeads(linear(p, `${name}.${part}`, vectors, c), 1);
  const mixed = joinHeads(attend(project("to_q"), project("to_k"), project("to_v")));
  return named(name, o.add(x, mapOfPixels(linear(p, `${name}.to_out.0`, mixed, c), h, w)));
}

/** Residual layers of one block, from the map before it. */
function layers(
  config: VaeConfig,
  p: Parameters,
  block: string,
  count: number,
  channels: number,
  x: Symbolic,
): Symbolic {
  const numbers = [...Array(count).keys()];
  return numbers.reduce(
    (map, i) => resnet(p, { name: `${block}.resnets.${i}`, channels, norm: normOf(config) }, map),
    x,
  );
}

/** The block at the coarsest level: a residual layer, attention, a residual layer. */
function middle(config: VaeConfig, p: Parameters, block: string, x: Symbolic): Symbolic {
  const norm = normOf(config);
  const channels = x.shape[1]!;
  const first = resnet(p, { name: `${block}.resnets.0`, channels, norm }, x);
  const attended = selfAttention(config, p, `${block}.attentions.0`, first);
  return resnet(p, { name: `${block}.resnets.1`, channels, norm }, attended);
}

/** Normalisation, SiLU and the last convolution. */
function last(config: VaeConfig, p: Parameters, part: string, x: Symbolic, out: number): Symbolic {
  const active = groupNorm(p, `${part}.conv_norm_out`, x, normOf(config), silu);
  return convolution(p, `${part}.conv_out`, active, out, 3);
}

/** Options of {@linkcode vaeEncoder}. */
export interface VaeEncoderOptions {
  /**
   * Take pictures of any size from one latent pixel on, as diffusers does (default false): what is left over at the right
   * and below counts for the last pixels of the latent.
   */
  readonly anySize?: boolean;
}

/**
 * The encoder: pictures [N, 3, H, W], RGB in [−1, 1], to the distribution of their latents. H and W are multiples of
 * {@linkcode vaeStride}, 8 for Stable Diffusion. As diffusers' `AutoencoderKL` computes it.
 *
 * @throws {InputError} when a parameter is missing or misshapen, or the picture has another shape.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openRuntime } from "../../runtime/runtime.ts";
 * import { zeros } from "../../tensor.ts";
 * import { randomParameters } from "./random_parameters.ts";
 * import { vaeDecoder, vaeEncoder } from "./vae.ts";
 * import { parseVaeConfig } from "./vae_config.ts";
 *
 * const config = parseVaeConfig({
 *   block_out_channels: [8, 16],
 *   down_block_types: ["DownEncoderBlock2D", "DownEncoderBlock2D"],
 *   up_block_types: ["UpDecoderBlock2D", "UpDecoderBlock2D"],
 *   norm_num_groups: 8,
 * });
 * const p = randomParameters();
 * await using runtime = await openRuntime({ provider: "cpu" });
 * const { mean } = await runtime.run(vaeEncoder(config, p), zeros([1, 3, 16, 24]));
 * assert.deepEqual(mean.shape, [1, 4, 8, 12]);
 * assert.deepEqual((await runtime.run(vaeDecoder(config, p), mean)).shape, [1, 3, 16, 24]);
 * ```
 */
export function vaeEncoder(
  config: VaeConfig,
  p: Parameters,
  { anySize = false }: VaeEncoderOptions = {},
): (image: Symbolic) => LatentDistribution {
  const stride = vaeStride(config);
  const fits = (side: number): boolean => anySize ? side >= stride : side % stride === 0;
  return (image) => {
    const [, c, h, w] = image.shape;
    if (image.shape.length !== 4 || c !== 3 || !fits(h!) || !fits(w!)) {
      throw new InputError(
        `Expected a picture [N, 3, H, W], H and W ${
          anySize ? "at least" : "multiples of"
        } ${stride}, but found [${image.shape.join(", ")}].`,
      );
    }
    let x = convolution(p, "encoder.conv_in", image, config.channels[0]!, 3);
    config.channels.forEach((channels, level) => {
      const block = `encoder.down_blocks.${level}`;
      x = layers(config, p, block, config.layers, channels, x);
      if (level === config.channels.length - 1) return;
      x = convolution(p, `${block}.downsamplers.0.conv`, x, channels, 3, { stride: 2, pad: [0, 0, 1, 1] });
    });
    x = last(config, p, "encoder", middle(config, p, "encoder.mid_block", x), 2 * config.latentChannels);
    const moments = convolution(p, "quant_conv", x, 2 * config.latentChannels, 1);
    const [mean, logvar] = o.split(moments, 1, [config.latentChannels, config.latentChannels]);
    return { mean: named("mean", mean!), logvar: named("logvar", o.clip(logvar!, -30, 20)) };
  };
}

/**
 * The decoder: latents [N, C, h, w], unscaled (a U-Net's latent divided by the config's scaling factor), to pictures
 * [N, 3, H, W], RGB, nominally in [−1, 1], unclamped. As diffusers' `AutoencoderKL` computes it.
 *
 * @throws {InputError} when a parameter is missing or misshapen, or the latent has other channels.
 */
export function vaeDecoder(config: VaeConfig, p: Parameters): (latent: Symbolic) => Symbolic {
  return (latent) => {
    if (latent.shape.length !== 4 || latent.shape[1] !== config.latentChannels) {
      throw new InputError(
        `Expected a latent [N, ${config.latentChannels}, h, w] but found [${latent.shape.join(", ")}].`,
      );
    }
    const coarsest = config.channels.at(-1)!;
    const moments = convolution(p, "post_quant_conv", latent, config.latentChannels, 1);
    let x = convolution(p, "decoder.conv_in", moments, coarsest, 3);
    x = middle(config, p, "decoder.mid_block", x);
    config.channels.toReversed().forEach((channels, i) => {
      const block = `decoder.up_blocks.${i}`;
      x = layers(config, p, block, config.layers + 1, channels, x);
      if (i === config.channels.length - 1) return;
      x = convolution(p, `${block}.upsamplers.0.conv`, o.upsampleNearest(x, 2), channels, 3);
    });
    return named("image", last(config, p, "decoder", x, 3));
  };
}

/** Names that attention had in diffusers before 0.17, as in the published VAEs of Stable Diffusion 1, and has since. */
const RENAMED: readonly (readonly [string, string])[] = [
  ["query", "to_q"],
  ["key", "to_k"],
  ["value", "to_v"],
  ["proj_attn", "to_out.0"],
];

/** A VAE's tensors with the older names of its attention replaced by the current ones. */
export function currentNames<T>(tensors: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  const current = (name: string): string =>
    RENAMED.reduce(
      (text, [old, now]) => text.replace(new RegExp(`(\\.attentions\\.\\d+)\\.${old}\\.`), `$1.${now}.`),
      name,
    );
  return new Map([...tensors].map(([name, value]) => [current(name), value]));
}
