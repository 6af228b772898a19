import { InputError } from "../errors.ts";
import { addNoise } from "../generators/diffusion/ddim.ts";
import { type Denoiser, promptContext } from "../generators/diffusion/denoiser.ts";
import { type DiffusionModel } from "../generators/diffusion/folder.ts";
import { type NoiseSchedule, noiseSchedule } from "../generators/diffusion/schedule.ts";
import { parseSchedulerConfig } from "../generators/diffusion/scheduler_config.ts";
import { type CrossContext, unet } from "../generators/diffusion/unet.ts";
import { vaeEncoder } from "../generators/diffusion/vae.ts";
import { numpyNormal } from "../numpy_random.ts";
import * as o from "../onnx/ops/mod.ts";
import { constant, type Symbolic } from "../onnx/symbolic.ts";
import { drawn } from "../random.ts";
import { type Concrete, type Runtime } from "../runtime/runtime.ts";
import { float32, type Tensor } from "../tensor.ts";

/** Options of {@linkcode diftFeatures}; the defaults are those of DragBench's evaluation. */
export interface DiftOptions {
  /** Noise level at which the U-Net looks (default 261 of 1000). */
  readonly timestep?: number;
  /** Which block on the way up gives the features, counted from 0 (default 1: 1280 channels in Stable Diffusion 2.1). */
  readonly upBlock?: number;
  /** How many noises are averaged (default 8). */
  readonly ensemble?: number;
  /**
   * What is taken of the VAE's distribution of latents: a draw for each noise ("sample", the default, as DIFT's code has
   * it) or its mean ("mean", as RegionDrag's).
   */
  readonly posterior?: "sample" | "mean";
  /**
   * Normal numbers, one after the other. Default: those of the seed 42, from the first for each call, so that a picture
   * gets equal features in whatever order pictures come. DragBench's code seeds once for all pictures of a result: pass one
   * `numpyNormal(42)` to all calls for that.
   */
  readonly noise?: () => number;
}

/** Seed of the noise in DragBench's evaluation. */
const SEED = 42;

function settingsOf(options: DiftOptions): Required<DiftOptions> {
  const { ensemble = 8, ...rest } = options;
  if (!Number.isInteger(ensemble) || ensemble < 1) {
    throw new InputError(`Expected an ensemble of at least one noise but found ${ensemble}.`);
  }
  return { timestep: 261, upBlock: 1, posterior: "sample", noise: numpyNormal(SEED), ensemble, ...rest };
}

/** Draws of noise in the shape of a latent [1, C, h, w]. */
const draws = (noise: () => number, shape: readonly number[], count: number): Tensor<"float32">[] =>
  Array.from({ length: count }, () => drawn(shape, noise));

/** A normal distribution over latents, as the U-Net has them: mean and deviation, [1, C, h, w] each. */
type Latents = { readonly mean: Symbolic; readonly deviation: Symbolic };

/** The distributions of pictures, one after the other. */
async function latentsOf(
  { vae: { config, p } }: DiffusionModel,
  runtime: Runtime,
  pictures: readonly Tensor[],
): Promise<Concrete<Latents>[]> {
  const encode = (picture: Symbolic): Latents => {
    const { mean, logvar } = vaeEncoder(config, p, { anySize: true })(picture);
    const scaled = (x: Symbolic): Symbolic => o.mul(x, config.scalingFactor);
    return { mean: scaled(mean), deviation: scaled(o.exp(o.mul(logvar, 0.5))) };
  };
  await using compiled = await runtime.compile(encode, [pictures[0]!], "encode");
  const results: Concrete<Latents>[] = [];
  for (const picture of pictures) results.push(await compiled.run(picture));
  return results;
}

/** As many draws of a distribution as there are noises, or its mean each time. */
function samplesOf(
  { mean, deviation }: Concrete<Latents>,
  { posterior, noise, ensemble }: Required<DiftOptions>,
): Tensor[] {
  if (posterior === "mean") return Array.from({ length: ensemble }, () => mean);
  const [centre, spread] = [mean.data as Float32Array, deviation.data as Float32Array];
  return draws(noise, mean.shape, ensemble).map(({ shape, data }) =>
    float32(shape, data.map((value, i) => centre[i]! + spread[i]! * value))
  );
}

/** Which share of a picture's variance is left at a noise level. */
function alphaAt({ alphasCumprod }: NoiseSchedule, timestep: number): number {
  const alpha = alphasCumprod[timestep];
  if (alpha !== undefined) return alpha;
  throw new InputError(`Expected a timestep from 0 to ${alphasCumprod.length - 1} but found ${timestep}.`);
}

/** What a block of the U-Net makes of a latent to which noise is added. */
function lookingAt(
  { config, p, schedule }: Denoiser,
  { timestep, upBlock }: Required<DiftOptions>,
): (latent: Symbolic, noise: Symbolic, context: CrossContext) => Symbolic {
  const last = config.channels.length - 1;
  if (!Number.isInteger(upBlock) || upBlock < 0 || upBlock > last) {
    throw new InputError(`Expected upBlock from 0 to ${last} but found ${upBlock}.`);
  }
  const alpha = constant(float32([1], [alphaAt(schedule, timestep)]));
  const time = constant(float32([1], [timestep]));
  const compute = unet(config, p);
  return (latent, noise, context) =>
    compute({ sample: addNoise(latent, noise, alpha), timestep: time, context }).features[upBlock + 1]!;
}

const meanOf = (maps: readonly Tensor[]): Tensor<"float32"> => {
  const sum = new Float32Array(maps[0]!.data.length);
  for (const { data } of maps) (data as Float32Array).forEach((value, i) => (sum[i]! += value / maps.length));
  return float32(maps[0]!.shape, sum);
};

/**
 * Diffusion features (DIFT, Tang et al., arXiv 2306.03881): what a block of the U-Net sees of a picture with noise,
 * averaged over several noises. With Stable Diffusion 2.1 and the defaults these are the features of DragBench's mean
 * distance, but for the noise, which PyTorch draws otherwise.
 *
 * @param pictures of one size, each [1, 3, H, W], RGB in [−1, 1]; their sides need be no multiples of 8.
 * @param text what they show, as the text encoder has it, [1, tokens, D]: see `promptText`.
 * @returns a map [1, C, h, w] of each.
 * @throws {InputError} when pictures differ in size, or pictures, text or options do not fit the model.
 */
export async function diftFeatures(
  model: DiffusionModel,
  runtime: Runtime,
  pictures: readonly Tensor[],
  text: Tensor,
  options: DiftOptions = {},
): Promise<Tensor<"float32">[]> {
  const settings = settingsOf(options);
  if (pictures.length === 0) return [];
  const denoiser = { ...model.unet, schedule: noiseSchedule(parseSchedulerConfig(model.schedulerConfig)) };
  const look = lookingAt(denoiser, settings);
  const latents = await latentsOf(model, runtime, pictures);
  const context = await promptContext(runtime, denoiser, { text }, 1);
  const { mean } = latents[0]!;
  await using compiled = await runtime.compile(look, [mean, mean, context], "dift");
  const results: Tensor<"float32">[] = [];
  for (const latent of latents) {
    const samples = samplesOf(latent, settings);
    const noises = draws(settings.noise, mean.shape, settings.ensemble);
    const maps: Tensor[] = [];
    for (const [i, sample] of samples.entries()) maps.push(await compiled.run(sample, noises[i]!, context));
    results.push(meanOf(maps));
  }
  return results;
}
