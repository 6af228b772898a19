import { InputError } from "../errors.ts";
import { isGuided, type Prompt } from "../generators/diffusion/denoiser.ts";
import { type DiffusionModel } from "../generators/diffusion/folder.ts";
import { finiteLatent } from "../generators/latents.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { type Tensor } from "../tensor.ts";
import { type GivenLora } from "./edit_denoiser.ts";
import { promptText } from "../generators/diffusion/prompt_text.ts";

/** A text, or the text encoder's output for it [1, tokens, D], which counts where both are given. */
export interface TextSource {
  /** Any text; "" says nothing. */
  readonly prompt: string;
  /** [1, tokens, D] or [tokens, D]. */
  readonly embeds?: Tensor;
}

/** What a picture shall show, as a user says it. */
export interface PromptSource {
  /** What it shows. */
  readonly text: TextSource;
  /** What guidance leads away from; read only where there is guidance. */
  readonly negative: TextSource;
  /** Scale of classifier-free guidance; up to 1 there is none. */
  readonly guidance: number;
}

/** The numbers of a text encoder that a user brings along. */
function embedsOf({ unet }: DiffusionModel, embeds: Tensor): Tensor {
  const { textWidth } = unet.config;
  const shape = embeds.shape.length === 2 ? [1, ...embeds.shape] : embeds.shape;
  if (shape.length === 3 && shape[0] === 1 && shape[1]! > 0 && shape[2] === textWidth) {
    return finiteLatent(embeds, shape);
  }
  throw new InputError(
    `Expected prompt embeds [1, tokens, ${textWidth}] but found [${embeds.shape.join(", ")}].`,
  );
}

/**
 * A prompt as the U-Net sees it, and warnings of what does not count of texts that are too long.
 *
 * @param lora layers of the text encoder, if there are any.
 * @throws {InputError} when the model has no text encoder for a text, or embeds do not fit it.
 */
export async function editPrompt(
  model: DiffusionModel,
  runtime: Runtime,
  { text, negative, guidance }: PromptSource,
  lora?: GivenLora,
): Promise<{ prompt: Prompt; warnings: readonly string[] }> {
  const warnings: string[] = [];
  const seen = async ({ prompt, embeds }: TextSource): Promise<Tensor> => {
    if (embeds) return embedsOf(model, embeds);
    const { text: encoded, warning } = await promptText(model, runtime, prompt, lora);
    if (warning !== undefined) warnings.push(warning);
    return encoded;
  };
  const prompt = { text: await seen(text), guidance };
  return { prompt: isGuided(prompt) ? { ...prompt, negative: await seen(negative) } : prompt, warnings };
}
