import { InputError } from "../errors.ts";
import { isGuided, type Prompt } from "../generators/diffusion/prompt.ts";
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
  /** [1, tokens, D], of {@linkcode promptEmbeds}. */
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

/**
 * The numbers of a text encoder that a user brings along, as [1, tokens, D].
 *
 * @param embeds [1, tokens, D] or [tokens, D].
 * @throws {InputError} when they do not fit the U-Net, or are no finite numbers of floating point.
 */
export function promptEmbeds({ unet }: Pick<DiffusionModel, "unet">, embeds: Tensor): Tensor<"float32"> {
  const { textWidth } = unet.config;
  const shape = embeds.shape.length === 2 ? [1, ...embeds.shape] : embeds.shape;
  if (shape.length === 3 && shape[0] === 1 && shape[1]! > 0 && shape[2] === textWidth) {
    return finiteLatent(embeds, shape, "prompt embeds");
  }
  throw new InputError(
    `Expected prompt embeds [1, tokens, ${textWidth}] but found [${embeds.shape.join(", ")}].`,
  );
}

/** Guidance leads away from the empty text where nothing else is said, which a model without tokenizer cannot encode. */
function checkNegative({ text, tokenizer }: DiffusionModel, { negative, guidance }: PromptSource): void {
  if (!text || tokenizer || negative.embeds || negative.prompt !== "") return;
  throw new InputError(
    `Expected negativePromptEmbeds for guidance ${guidance} with a model that has no tokenizer but found none.`,
  );
}

/** Guidance puts both texts into one batch. */
function checkSameLength({ text, negative }: PromptSource, towards: Tensor, away: Tensor): void {
  if (towards.shape[1] === away.shape[1]) return;
  const found = ({ prompt, embeds }: TextSource, { shape }: Tensor): string =>
    embeds ? `${shape[1]}` : `${shape[1]} of the text ${JSON.stringify(prompt)}`;
  throw new InputError(
    "Expected promptEmbeds and negativePromptEmbeds of equally many tokens for guidance but found " +
      `${found(text, towards)} and ${found(negative, away)}.`,
  );
}

/**
 * A prompt as the U-Net sees it, and warnings of what does not count of texts that are too long.
 *
 * @param lora layers of the text encoder, if there are any.
 * @throws {InputError} when the model has no text encoder or tokenizer for a text that counts, or guidance is between
 * texts of different length.
 */
export async function editPrompt(
  model: DiffusionModel,
  runtime: Runtime,
  source: PromptSource,
  lora?: GivenLora,
): Promise<{ prompt: Prompt; warnings: readonly string[] }> {
  const { text, negative, guidance } = source;
  const warnings: string[] = [];
  const seen = async ({ prompt, embeds }: TextSource): Promise<Tensor> => {
    if (embeds) return embeds;
    const { text: encoded, warning } = await promptText(model, runtime, prompt, lora);
    if (warning !== undefined) warnings.push(warning);
    return encoded;
  };
  const prompt = { text: await seen(text), guidance };
  if (!isGuided(prompt)) return { prompt, warnings };
  checkNegative(model, source);
  const away = await seen(negative);
  checkSameLength(source, prompt.text, away);
  return { prompt: { ...prompt, negative: away }, warnings };
}
