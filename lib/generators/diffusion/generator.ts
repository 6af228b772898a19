import { InputError } from "../../errors.ts";
import * as o from "../../onnx/ops/mod.ts";
import { constant, type Symbolic } from "../../onnx/symbolic.ts";
import { float32, type Tensor } from "../../tensor.ts";
import { type Block, type Denoised, type Generator, type LatentSpace } from "../generator.ts";
import { type Size } from "../size.ts";
import { ddimStep, guided } from "./ddim.ts";
import { type Parameters } from "./parameters.ts";
import { type NoiseSchedule } from "./schedule.ts";
import { type CrossContext, textContext, unet, type UnetOptions, type UnetOutputs } from "./unet.ts";
import { type UnetConfig } from "./unet_config.ts";
import { vaeDecoder, vaeStride } from "./vae.ts";
import { type VaeConfig } from "./vae_config.ts";

/** The networks of a diffusion model that a drag needs, with their weights. */
export interface DiffusionNetworks {
  /** The U-Net. */
  readonly unet: { readonly config: UnetConfig; readonly p: Parameters };
  /** The variational autoencoder. */
  readonly vae: { readonly config: VaeConfig; readonly p: Parameters };
  /** The noise schedule it was trained with. */
  readonly schedule: NoiseSchedule;
}

/** Options of {@linkcode diffusionGenerator}. */
export interface DiffusionGeneratorOptions extends UnetOptions {
  /** What records call it (default "diffusion"). */
  readonly name?: string;
  /** Height and width of the picture in pixels. */
  readonly size: Size;
  /** The text's vectors, [1, tokens, D]. */
  readonly text: Tensor;
  /**
   * Guidance of generated pictures: how far from the output without text, or with a negative one, towards that with it,
   * and that text's vectors [1, tokens, D]. Default: none, as for pictures that were inverted. Nor where scale ≤ 1.
   */
  readonly guidance?: { readonly scale: number; readonly text: Tensor };
  /** Steps of DDIM from noise to picture, which say how long the one denoising step is (default 50, DragDiffusion). */
  readonly steps?: number;
  /** The noise level of the latent (default that of the 35th of the last steps, 681 of 1000: DragDiffusion's 0.7). */
  readonly timestep?: number;
}

/** Learning rate of drags of the latent (DragDiffusion and FreeDrag-Diff: their code). */
const LEARNING_RATE = 0.01;
/** Which map drags look at: after the third block on the way up (DragDiffusion's ablation). */
const FEATURE_BLOCK = 3;
/** Part of the steps that pictures are inverted by (DragDiffusion). */
const STRENGTH = 0.7;

/** The noisy latent itself. */
const LATENT: LatentSpace = {
  learningRate: LEARNING_RATE,
  variableOf: (latent) => latent,
  latentOf: (variable) => variable,
  project: (variable) => variable,
};

/** The maps of a U-Net over latents of a size: each level has half the pixels, rounded up. */
function blocksOf({ channels }: UnetConfig, latent: Size, share: number): Block[] {
  const levels = [latent];
  for (const [h, w] of Array.from(channels.slice(1), () => levels.at(-1)!)) void [h, w];
  while (levels.length < channels.length) {
    const [h, w] = levels.at(-1)!;
    levels.push([Math.ceil(h / 2), Math.ceil(w / 2)]);
  }
  const last = channels.length - 1;
  const block = (size: number, width: number): Block => ({
    size: levels[size]!,
    channels: share * channels[width]!,
  });
  return [
    block(last, last),
    ...channels.map((_, i) => block(Math.max(last - 1 - i, 0), last - i)),
  ];
}

/** Maps of both texts joined over the channels, × (1 − c) and × c with c = g / (2 g − 1) (DragDiffusion's code). */
function joined(features: Symbolic, scale: number): Symbolic {
  const half = features.shape[0]! / 2;
  const share = scale / (2 * scale - 1);
  const [without, withText] = o.split(features, 0, [half, half]) as [Symbolic, Symbolic];
  return o.concat([o.mul(without, 1 - share), o.mul(withText, share)], 1);
}
