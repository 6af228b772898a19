import { addNoise, trainingTarget } from "../../generators/diffusion/ddim.ts";
import { type NoiseSchedule } from "../../generators/diffusion/schedule.ts";
import { type Parameters } from "../../generators/diffusion/parameters.ts";
import { textContext, unet } from "../../generators/diffusion/unet.ts";
import { parseUnetConfig, type UnetConfig } from "../../generators/diffusion/unet_config.ts";
import { nullText } from "../../generators/diffusion/null_text.ts";
import * as o from "../../onnx/ops/mod.ts";
import { constant, input, type Symbolic } from "../../onnx/symbolic.ts";
import { drawn, seededNormal, seededUniform, seedOf } from "../../random.ts";
import { float32, sizeOf, type Tensor } from "../../tensor.ts";
import { type TrainingJob } from "../run_training.ts";
import { picked, sampleOrder, shuffled } from "../sample_order.ts";
import { startWeights } from "../start_weights.ts";
import { type Loss } from "../train.ts";
import { type Tensors } from "../training_state.ts";
import { type FacesSettings } from "./settings.ts";

/** What a step of the U-Net's training is told: B latents, their noise, times, ᾱ and weights in the loss. */
export type UnetBatchName = "latent" | "noise" | "timesteps" | "alphas" | "weights";

/**
 * Weighted mean squared error of what a U-Net without text predicts of latents with noise.
 *
 * latent and noise [B, C, h, w]; timesteps [B]; alphas and weights [B, 1, 1, 1].
 */
const unetLoss =
  (config: UnetConfig, { predictionType }: NoiseSchedule): Loss<UnetBatchName> =>
  (p, { latent, noise, timesteps, alphas, weights }) => {
    const sample = addNoise(latent, noise, alphas);
    const context = textContext(config, p)(constant(nullText(config), "text"));
    const { output } = unet(config, p)({ sample, timestep: timesteps, context });
    const error = o.square(o.sub(output, trainingTarget(predictionType)(latent, noise, alphas)));
    return o.reduceMean(o.mul(error, weights));
  };

/** Asks for all weights of a U-Net, each by its name and shape. */
export const askUnet = (config: UnetConfig): (p: Parameters) => void => (p) => {
  const at = (...shape: number[]): Symbolic => input("x", { dtype: "float32", shape });
  const side = 2 ** (config.channels.length - 1);
  const context = textContext(config, p)(constant(nullText(config), "text"));
  unet(config, p)({ sample: at(1, config.inChannels, side, side), timestep: at(1), context });
};

/** Weights that a U-Net starts from. */
const unetStart = (config: UnetConfig, seed: number): Tensors =>
  startWeights(askUnet(config), seed, (name) => /(conv2|proj_out|conv_out)\.weight$/.test(name));

/**
 * Factor of a noise level in the loss, at most 1 (arXiv 2303.09556): min(SNR, γ) / SNR where noise is predicted,
 * min(SNR, γ) / (SNR + 1) where velocity is, with SNR = ᾱ / (1 − ᾱ).
 */
export function minSnrWeight(type: NoiseSchedule["predictionType"], alpha: number, gamma: number): number {
  const snr = alpha / (1 - alpha);
  return Math.min(snr, gamma) / (type === "epsilon" ? snr : snr + 1);
}

/** B of `levels` noise levels, one out of each B-th of them, in an order of a seed. */
export function stratifiedLevels(batch: number, levels: number, seed: number): number[] {
  const uniform = seededUniform(seed);
  return Array.from(shuffled(batch, seed + 1), (i) => Math.floor(((i + uniform()) / batch) * levels));
}

/**
 * The training of the U-Net on latents.
 *
 * @param latents [N, C, h, w] in the U-Net's scale.
 * @param data what the latents were made of, for the recipe.
 */
export function unetTraining(
  { seed, unet: { steps, ...numbers }, scheduler }: FacesSettings,
  schedule: NoiseSchedule,
  latents: Tensor<"float32">,
  data: string,
): TrainingJob<UnetBatchName> {
  const config = parseUnetConfig(numbers.config);
  const { batch: count, snr } = numbers;
  const [all, ...shape] = latents.shape as [number, ...number[]];
  const order = sampleOrder(all, count, seed);
  return {
    name: "unet",
    recipe: JSON.stringify({ seed, data, batch: count, snr, config: numbers.config, scheduler }),
    start: unetStart(config, seed),
    loss: unetLoss(config, schedule),
    numbers,
    steps,
    batch(step): Record<UnetBatchName, Tensor> {
      const own = seedOf(seed, step);
      const levels = stratifiedLevels(count, schedule.alphasCumprod.length, own);
      const alphas = levels.map((t) => schedule.alphasCumprod[t]!);
      const weights = alphas.map((alpha) => minSnrWeight(schedule.predictionType, alpha, snr));
      return {
        latent: float32([count, ...shape], picked(latents.data, sizeOf(shape), order(step))),
        noise: drawn([count, ...shape], seededNormal(own + 2)),
        timesteps: float32([count], levels),
        alphas: float32([count, 1, 1, 1], alphas),
        weights: float32([count, 1, 1, 1], weights),
      };
    },
  };
}
