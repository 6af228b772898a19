import { concat, expand } from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type Concrete, type Runtime } from "../../runtime/runtime.ts";
import { type Attend } from "./attention.ts";
import { guided } from "./ddim.ts";
import { type Parameters } from "./parameters.ts";
import { isGuided, joinedTexts, type Prompt, textsOf } from "./prompt.ts";
import { type NoiseSchedule } from "./schedule.ts";
import { type CrossContext, textContext, unet, type UnetOptions, type UnetOutputs } from "./unet.ts";
import { type UnetConfig } from "./unet_config.ts";

/** A U-Net with its weights, and the noise schedule it was trained with. */
export interface Denoiser {
  /** Its shape. */
  readonly config: UnetConfig;
  /** Its weights: frozen, merged with a LoRA, or with a live one. */
  readonly p: Parameters;
  /** Its noise. */
  readonly schedule: NoiseSchedule;
}

/**
 * Keys and values of a prompt for latents of a batch, computed once for all steps.
 *
 * @param batch latents in the batch. With guidance there is a second batch for the negative text, before the other.
 * @throws {InputError} as {@linkcode textsOf} does.
 */
export async function promptContext(
  runtime: Runtime,
  { config, p }: Denoiser,
  prompt: Prompt,
  batch: number,
): Promise<Concrete<CrossContext>> {
  const texts = textsOf(config, prompt, batch);
  const contextOf = textContext(config, p);
  const compute = (texts: readonly Symbolic[]): CrossContext => contextOf(joinedTexts(texts, batch));
  await using compiled = await runtime.compile(compute, [texts], "text");
  return await compiled.run(texts);
}

/**
 * What the U-Net computes of latents [N, C, h, w] at one time: its features, of a batch of 2N with guidance, those for
 * the negative text first; and its prediction, guided as the prompt asks.
 *
 * timestep: a float32 scalar; context: {@linkcode promptContext}.
 */
export function guidedUnet(
  { config, p }: Denoiser,
  prompt: Pick<Prompt, "guidance">,
  options: UnetOptions = {},
): (sample: Symbolic, timestep: Symbolic, context: CrossContext) => UnetOutputs {
  const compute = unet(config, p, options);
  return (sample, timestep, context) => {
    const batch = isGuided(prompt) ? concat([sample, sample], 0) : sample;
    const { output, ...maps } = compute({
      sample: batch,
      timestep: expand(timestep, [batch.shape[0]!]),
      context,
    });
    return { ...maps, output: isGuided(prompt) ? guided(prompt.guidance!)(output) : output };
  };
}

/** The prediction of {@linkcode guidedUnet} alone. */
export function guidedPrediction(
  denoiser: Denoiser,
  prompt: Prompt,
  attend?: Attend,
): (sample: Symbolic, timestep: Symbolic, context: CrossContext) => Symbolic {
  const compute = guidedUnet(denoiser, prompt, attend ? { attend } : {});
  return (sample, timestep, context) => compute(sample, timestep, context).output;
}
