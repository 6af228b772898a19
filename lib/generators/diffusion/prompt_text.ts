import { InputError } from "../../errors.ts";
import { type DiffusionModel } from "./folder.ts";
import { checkLora, constantLora, type LoraLayers, withLora } from "./lora/lora.ts";
import { nullText } from "./null_text.ts";
import { textEncoder } from "./text_encoder.ts";
import { constant } from "../../onnx/symbolic.ts";
import { type Runtime } from "../../runtime/runtime.ts";
import { float32, type Tensor } from "../../tensor.ts";

/** A text as a U-Net sees it. */
export interface PromptText {
  /** The text encoder's output [1, tokens, D]. */
  readonly text: Tensor;
  /** What of the text does not count, if it is too long. */
  readonly warning?: string;
}

/**
 * The text encoder's output for a prompt; the empty prompt is one too. For a model without text encoder it is the only
 * one, and its text is `nullText`.
 *
 * @param lora layers of the text encoder, and how strong they are (1 is as trained), if there are any.
 * @throws {InputError} when the model has no text encoder or no tokenizer, or the layers are not of it.
 */
export async function promptText(
  { text, tokenizer, unet }: DiffusionModel,
  runtime: Runtime,
  prompt: string,
  lora: { readonly layers: LoraLayers; readonly scale?: number } = { layers: {} },
): Promise<PromptText> {
  if (!text && prompt === "") return { text: nullText(unet.config) };
  if (!text || !tokenizer) {
    throw new InputError(
      `Expected a model with a text encoder and a tokenizer for the prompt ${
        JSON.stringify(prompt)
      } but found ` +
        "none; prompt embeds need no such model.",
    );
  }
  checkLora(text.tensors, lora.layers);
  const { inputIds, warning } = tokenizer(prompt);
  const p = withLora(text.p, constantLora(lora.layers), constant(float32([], [lora.scale ?? 1])));
  await using compiled = await runtime.compile(textEncoder(text.config, p), [inputIds], "text");
  return { text: await compiled.run(inputIds), ...(warning === undefined ? {} : { warning }) };
}
