import { InputError } from "../../errors.ts";
import { concat, expand } from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type Concrete, type Runtime } from "../../runtime/runtime.ts";
import { type Tensor } from "../../tensor.ts";
import { type Attend } from "./attention.ts";
import { guided } from "./ddim.ts";
import { type Parameters } from "./parameters.ts";
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

/** What a picture should show. */
export interface Prompt {
  /** The text encoder's output [1 or N, tokens, D], float32. */
  readonly text: Tensor;
  /** Scale of classifier-free guidance; up to 1 there is none (default 1, as DragDiffusion edits pictures). */
  readonly guidance?: number;
  /** The output for the text to go away from, the empty one mostly, in the same shape; needed with guidance. */
  readonly negative?: Tensor;
}

/** Whether a prompt asks for guidance. */
export const isGuided = ({ guidance = 1 }: Pick<Prompt, "guidance">): boolean => guidance > 1;

/** The negative text and the other one, [1 or N, tokens, D], for a batch of N latents: [2N, tokens, D]. */
export const bothTexts = (away: Symbolic, towards: Symbolic, batch: number): Symbolic =>
  concat([away, towards].map((x) => expand(x, [batch, ...x.shape.slice(1)])), 0);

/**
 * Keys and values of a prompt for latents of a batch, computed once for all steps.
 *
 * @param batch latents in the batch. With guidance there is a second batch for the negative text, before the other.
 * @throws {InputError} when a text does not fit the U-Net or the batch, or guidance has no negative text.
 */
export async function promptContext(
  runtime: Runtime,
  { config, p }: Denoiser,
  prompt: Prompt,
  batch: number,
): Promise<Concrete<CrossContext>> {
  const { text, negative } = prompt;
  if (![1, batch].includes(text.shape[0]!)) {
    throw new InputError(
      `Expected one text, or one for each of ${batch} latents, but found ${text.shape[0]}.`,
    );
  }
  const contextOf = textContext(config, p);
  if (!isGuided(prompt)) {
    await using compiled = await runtime.compile(contextOf, [text], "text");
    return await compiled.run(text);
  }
  if (!negative) {
    throw new InputError("Expected a negative text, such as the empty one, for guidance but found none.");
  }
  const both = (away: Symbolic, towards: Symbolic): CrossContext =>
    contextOf(bothTexts(away, towards, batch));
  await using compiled = await runtime.compile(both, [negative, text], "text");
  return await compiled.run(negative, text);
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
