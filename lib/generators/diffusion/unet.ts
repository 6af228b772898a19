import { InputError } from "../../errors.ts";
import { named } from "../../onnx/alias.ts";
import * as o from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type Attend, attend as attendToAll } from "./attention.ts";
import { checkpointed } from "./checkpointed.ts";
import { convolution, groupNorm, silu } from "./layers.ts";
import { type Parameters } from "./parameters.ts";
import { resnet } from "./resnet.ts";
import { timeEmbedding } from "./time_embedding.ts";
import { crossName, type KeyValue, keyValue, transformer } from "./transformer.ts";
import { type UnetConfig } from "./unet_config.ts";
import { type LayerPlan, transformersOf, unetPlan } from "./unet_plan.ts";

/** Options of {@linkcode unet}. */
export interface UnetOptions {
  /** How its attention mixes (default: every query attends to all keys). */
  readonly attend?: Attend;
  /**
   * Keep no inner values of layers for the backward pass but compute them again there (default false): less memory for
   * one more forward pass.
   */
  readonly checkpoint?: boolean;
}

/** Keys and values of every cross-attention by the module's name. */
export type CrossContext = Readonly<Record<string, Readonly<Record<keyof KeyValue, Symbolic>>>>;

/** What a U-Net is told. */
export interface UnetInputs {
  /** The noisy latent [N, C, h, w]. */
  readonly sample: Symbolic;
  /** Its time, a number of the training's noise schedule such as 681: [N], float32. */
  readonly timestep: Symbolic;
  /** The text: see {@linkcode textContext}. */
  readonly context: CrossContext;
}

/** What a U-Net computes. Whatever of it is not used vanishes from the graph. */
export type UnetOutputs = {
  /**
   * Maps after the middle block and after each block on the way up, its upsampling included: [N, C', h', w'], from the
   * coarsest. DragDiffusion looks at the fourth, index 3.
   */
  readonly features: readonly Symbolic[];
  /** Maps of the blocks on the way up, from the coarsest, before their up-sampling: [N, C', h', w']. */
  readonly attended: readonly Symbolic[];
  /** The prediction [N, C, h, w]: the noise, or v, as the scheduler's config says. */
  readonly output: Symbolic;
};

/**
 * Keys and values of the text [N or 1, tokens, D] for every cross-attention of a U-Net, [N or 1, heads, tokens, d] each.
 * They depend on nothing else, so that they are computed once per text.
 *
 * @throws {InputError} when a parameter is missing or misshapen, or the text has another width.
 */
export function textContext(config: UnetConfig, p: Parameters): (text: Symbolic) => CrossContext {
  const plans = transformersOf(unetPlan(config));
  return (text) => {
    if (text.shape.length !== 3 || text.shape[2] !== config.textWidth) {
      throw new InputError(
        `Expected text [N, tokens, ${config.textWidth}] but found [${text.shape.join(", ")}].`,
      );
    }
    return Object.fromEntries(plans.map((plan) => {
      const name = crossName(plan);
      return [name, keyValue(p, name, plan, text)];
    }));
  };
}

/** A layer as a function of the map before it. */
function runLayer(
  config: UnetConfig,
  p: Parameters,
  { attend = (q, k, v) => attendToAll(q, k, v), checkpoint: again = false }: UnetOptions,
): (layer: LayerPlan, x: Symbolic, time: Symbolic, context: CrossContext) => Symbolic {
  const norm = { groups: config.groups, epsilon: config.epsilon };
  return ({ resnet: name, channels, scale, transformer: plan }, x, time, context) => {
    const residual = (p: Parameters, x: Symbolic, time: Symbolic): Symbolic =>
      resnet(p, { name, channels, norm, time, scale }, x);
    if (!plan) return again ? checkpointed(p, residual)(x, time) : residual(p, x, time);
    const { key, value } = context[crossName(plan)]!;
    const both = (p: Parameters, x: Symbolic, time: Symbolic, key: Symbolic, value: Symbolic): Symbolic =>
      transformer(config, p, plan, attend, residual(p, x, time), { key, value });
    return again ? checkpointed(p, both)(x, time, key, value) : both(p, x, time, key, value);
  };
}

/** The map at twice its size, or one pixel less where the skipped map of the next level has an odd size. */
function upsample(p: Parameters, name: string, x: Symbolic, [h, w]: readonly [number, number]): Symbolic {
  const large = o.slice(o.slice(o.upsampleNearest(x, 2), 2, 0, h), 3, 0, w);
  return convolution(p, name, large, x.shape[1]!, 3);
}

/**
 * The U-Net of Stable Diffusion 1 and 2 (arXiv 2112.10752), as diffusers' `UNet2DConditionModel` computes it, for
 * latents of any size.
 *
 * @throws {InputError} when a parameter is missing or misshapen, or the sample has other channels.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { tensorFunction } from "../../runtime/tensor_function.ts";
 * import type { Symbolic } from "../../onnx/symbolic.ts";
 * import { float32, zeros } from "../../tensor.ts";
 * import { randomParameters } from "./random_parameters.ts";
 * import { textContext, unet } from "./unet.ts";
 * import { parseUnetConfig } from "./unet_config.ts";
 *
 * const config = parseUnetConfig({
 *   block_out_channels: [16, 32],
 *   down_block_types: ["CrossAttnDownBlock2D", "DownBlock2D"],
 *   up_block_types: ["UpBlock2D", "CrossAttnUpBlock2D"],
 *   cross_attention_dim: 8,
 *   norm_num_groups: 8,
 * });
 * const p = randomParameters();
 * const predict = tensorFunction("predict", (sample: Symbolic, timestep: Symbolic, text: Symbolic) =>
 *   unet(config, p)({ sample, timestep, context: textContext(config, p)(text) }).output);
 * const noise = await predict.run(zeros([1, 4, 8, 8]), float32([1], [681]), zeros([1, 77, 8]));
 * assert.deepEqual(noise.shape, [1, 4, 8, 8]);
 * ```
 */
export function unet(
  config: UnetConfig,
  p: Parameters,
  options: UnetOptions = {},
): (inputs: UnetInputs) => UnetOutputs {
  const plan = unetPlan(config);
  const run = runLayer(config, p, options);
  return ({ sample, timestep, context }) => {
    if (sample.shape.length !== 4 || sample.shape[1] !== config.inChannels) {
      throw new InputError(
        `Expected a latent [N, ${config.inChannels}, h, w] but found [${sample.shape.join(", ")}].`,
      );
    }
    const time = timeEmbedding(config, p, timestep, sample.dtype);
    let x = convolution(p, "conv_in", sample, config.channels[0]!, 3);
    const skips = [x];
    for (const { layers, resample } of plan.down) {
      for (const layer of layers) skips.push(x = run(layer, x, time, context));
      if (!resample) continue;
      skips.push(x = convolution(p, resample, x, x.shape[1]!, 3, { stride: 2, pad: 1 }));
    }
    for (const layer of plan.mid.layers) x = run(layer, x, time, context);
    const features = [named("feature0", x)];
    const attended: Symbolic[] = [];
    plan.up.forEach(({ layers, resample }, i) => {
      for (const layer of layers) x = run(layer, o.concat([x, skips.pop()!], 1), time, context);
      attended.push(x);
      if (resample) x = upsample(p, resample, x, skips.at(-1)!.shape.slice(2) as [number, number]);
      features.push(named(`feature${i + 1}`, x));
    });
    const norm = { groups: config.groups, epsilon: config.epsilon };
    const active = groupNorm(p, "conv_norm_out", x, norm, silu);
    const output = named("output", convolution(p, "conv_out", active, config.outChannels, 3));
    return { features, attended, output };
  };
}
