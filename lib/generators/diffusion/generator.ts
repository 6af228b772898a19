import { InputError } from "../../errors.ts";
import * as o from "../../onnx/ops/mod.ts";
import { constant, scalar, type Symbolic } from "../../onnx/symbolic.ts";
import { type Block, type Denoised, type Generator, type LatentSpace } from "../generator.ts";
import { mapTree } from "../../onnx/tree.ts";
import { type Concrete } from "../../runtime/runtime.ts";
import { type Tensor } from "../../tensor.ts";
import { type Size, sizeText } from "../size.ts";
import { type WindowedBlock } from "../windows/windowed_block.ts";
import { type DdimResult, ddimStep } from "./ddim.ts";
import { type Denoiser, guidedUnet } from "./denoiser.ts";
import { isGuided, joinedTexts, type Prompt, textsOf } from "./prompt.ts";
import { type Parameters } from "./parameters.ts";
import { type CrossContext, textContext, type UnetOptions, type UnetOutputs } from "./unet.ts";
import { editTimestep } from "./schedule.ts";
import { type UnetConfig } from "./unet_config.ts";
import { unetPlan } from "./unet_plan.ts";
import { unetWindows, type UpSampling } from "./unet_windows.ts";
import { vaeDecoder, vaeStride } from "./vae.ts";
import { type VaeConfig } from "./vae_config.ts";

/** Options of {@linkcode diffusionGenerator}. */
export interface DiffusionGeneratorOptions extends UnetOptions {
  /** What records call it (default "diffusion"). */
  readonly name?: string;
  /** Height and width of the picture in pixels, multiples of the VAE's stride (8 for Stable Diffusion). */
  readonly size: Size;
  /** What the picture shows; guidance for generated pictures, none for those that were inverted (DragDiffusion). */
  readonly prompt: Prompt;
  /** Its keys and values for one latent, as `promptContext` computes them (default: every graph computes them itself). */
  readonly context?: Concrete<CrossContext>;
  /** Steps of DDIM between noise and picture: how long the one denoising step is (default 50, DragDiffusion). */
  readonly steps?: number;
  /** The noise level of the latent (default 0.7 of the steps, 681 of 1000: DragDiffusion). */
  readonly timestep?: number;
}

/** Of drags of the latent (DragDiffusion and FreeDrag-Diff: their code). */
const LEARNING_RATE = 0.01;
/**
 * After the last block but one on the way up, whose map is the first of the latent's full size: the third of Stable
 * Diffusion's four (DragDiffusion's ablation, arXiv 2306.14435). For other numbers of levels our choice.
 */
const featureBlockOf = ({ channels }: UnetConfig): number => channels.length - 1;

/** The noisy latent itself. */
const LATENT: LatentSpace = {
  learningRate: LEARNING_RATE,
  variableOf: (latent) => latent,
  latentOf: (variable) => variable,
  project: (variable) => variable,
};

/** The maps of a U-Net over latents of a size: each level has half the pixels, rounded up. */
function blocksOf({ channels }: UnetConfig, latent: Size, texts: number): Block[] {
  const levels = channels.map((_, i): Size => [Math.ceil(latent[0] / 2 ** i), Math.ceil(latent[1] / 2 ** i)]);
  const last = channels.length - 1;
  const up = channels.map((_, i): Block => ({
    size: levels[Math.max(last - 1 - i, 0)]!,
    channels: texts * channels[last - i]!,
  }));
  return [{ size: levels[last]!, channels: texts * channels[last]! }, ...up];
}

/**
 * Maps for both texts [2N, C, h, w] joined over the channels, × (1 − c) and × c with c = g / (2 g − 1): [N, 2C, h, w].
 * Source: Yujun-Shi/DragDiffusion, `utils/drag_utils.py`.
 */
function joined(features: Symbolic, guidance: number): Symbolic {
  const half = features.shape[0]! / 2;
  const share = guidance / (2 * guidance - 1);
  const [away, towards] = o.split(features, 0, [half, half]) as [Symbolic, Symbolic];
  return o.concat([o.mul(away, 1 - share), o.mul(towards, share)], 1);
}

/** The up-sampling that ends a block; none where it has none, or its map is not square with twice the sides. */
function upSamplingOf(config: UnetConfig, blocks: readonly Block[], block: number): UpSampling | undefined {
  const { resample } = unetPlan(config).up[block - 1] ?? {};
  const [before, after] = [blocks[block - 1]?.size, blocks[block]?.size];
  const isDouble = before && after && [0, 1].every((axis) => after[axis] === 2 * before[0]);
  if (!resample || !isDouble) return undefined;
  return { name: resample, channels: config.channels.at(-block)!, resolution: after[0] };
}

/** Keys and values that are known for one latent, for a batch. */
const knownContext = (known: Concrete<CrossContext>, prompt: Prompt) => (batch: number): CrossContext =>
  mapTree<Tensor, Symbolic>(known, (value, path) => {
    const both = constant(value, path);
    return joinedTexts(isGuided(prompt) ? o.split(both, 0, [1, 1]) : [both], batch);
  }) as CrossContext;

/** What the text does to a batch of latents. */
function contextFor(
  { config, p }: Denoiser,
  prompt: Prompt,
  known?: Concrete<CrossContext>,
): (batch: number) => CrossContext {
  if (known) return knownContext(known, prompt);
  const contextOf = textContext(config, p);
  const texts = textsOf(config, prompt).map((text, i) => constant(text, `text${i}`));
  return (batch) => contextOf(joinedTexts(texts, batch));
}

/** One look of the U-Net at latents, and the denoising step that follows from it. */
interface Pass {
  readonly unet: UnetOutputs;
  readonly step: DdimResult;
}

function passOf(
  denoiser: Denoiser,
  { prompt, context: known, steps = 50, timestep, ...options }: DiffusionGeneratorOptions,
): (latent: Symbolic) => Pass {
  const { schedule } = denoiser;
  const t = timestep ?? editTimestep(schedule, steps);
  const { from, to } = schedule.stepAt(t, steps);
  const compute = guidedUnet(denoiser, prompt, options);
  const context = contextFor(denoiser, prompt, known);
  const number = (value: number): Symbolic => scalar(value, "float32");
  return (latent) => {
    const unet = compute(latent, number(t), context(latent.shape[0]!));
    const step = ddimStep(schedule.predictionType)(latent, unet.output, number(from), number(to));
    return { unet, step };
  };
}

/** The size of the latents of pictures. */
function latentSize(vae: VaeConfig, size: Size): Size {
  const stride = vaeStride(vae);
  const [h, w] = [size[0] / stride, size[1] / stride];
  if (h >= 1 && w >= 1 && Number.isInteger(h) && Number.isInteger(w)) return [h, w];
  throw new InputError(
    `Expected a picture whose sides are multiples of ${stride} pixels but found ${sizeText(size)}.`,
  );
}

/**
 * A diffusion model as drags see it: its latent is a noisy one [N, C, h, w] at one noise level, its feature maps are
 * the U-Net's, from the middle block on, looked at on a grid of half the picture's size (DragDiffusion). With guidance
 * the maps for both texts are joined, as DragDiffusion does for generated pictures. Its picture is a quick look: what
 * the clean latent predicted there decodes to.
 *
 * @throws {InputError} when the size, the timestep or the prompt does not fit the model.
 */
export function diffusionGenerator(
  denoiser: Denoiser,
  vae: { readonly config: VaeConfig; readonly p: Parameters },
  options: DiffusionGeneratorOptions,
): Generator {
  const { size, prompt, name = "diffusion" } = options;
  const { config } = denoiser;
  const latent = latentSize(vae.config, size);
  const blocks = blocksOf(config, latent, isGuided(prompt) ? 2 : 1);
  const pass = passOf(denoiser, options);
  const decode = vaeDecoder(vae.config, vae.p);
  const mapOf = ({ features }: UnetOutputs, block: number): Symbolic =>
    isGuided(prompt) ? joined(features[block]!, prompt.guidance!) : features[block]!;
  const windowsOf = (block: number): readonly WindowedBlock[] => {
    const upSampling = upSamplingOf(config, blocks, block);
    return upSampling ? unetWindows(denoiser.p, (z) => pass(z).unet.attended[block - 1]!, upSampling) : [];
  };
  return {
    name,
    latentShape: [1, config.inChannels, ...latent],
    size,
    grid: [Math.floor(size[0] / 2), Math.floor(size[1] / 2)],
    blocks,
    featureBlock: featureBlockOf(config),
    spaces: { latent: LATENT },
    features: (z, block) => mapOf(pass(z).unet, block),
    denoise: (z, block): Denoised => {
      const { unet, step } = pass(z);
      return { features: mapOf(unet, block), denoised: step.sample };
    },
    ...(isGuided(prompt) ? {} : { windows: windowsOf }),
    image: (z) => decode(o.div(pass(z).step.original, vae.config.scalingFactor)),
  };
}
