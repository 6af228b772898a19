import { InputError } from "../../errors.ts";
import { concat, expand } from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { type Tensor } from "../../tensor.ts";
import { type UnetConfig } from "./unet_config.ts";

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

/** Checks the shape of a text [1 or N, tokens, D] for N latents. */
function checkText({ shape }: Tensor, { textWidth }: UnetConfig, batch: number, tokens?: number): void {
  const [n, length, width] = shape;
  const isOneEach = n === 1 || n === batch;
  if (shape.length === 3 && isOneEach && length === (tokens ?? length) && width === textWidth) return;
  const count = batch === 1 ? "1" : `1 or ${batch}`;
  throw new InputError(
    `Expected a text [${count}, ${tokens ?? "tokens"}, ${textWidth}] but found [${shape.join(", ")}].`,
  );
}

/**
 * The texts that a U-Net looks at for a prompt: with guidance the negative one first.
 *
 * @param batch latents that they are for.
 * @throws {InputError} when a text does not fit the U-Net or the batch, or guidance has no negative text, or one of another
 * length.
 */
export function textsOf(config: UnetConfig, prompt: Prompt, batch = 1): readonly Tensor[] {
  const { text, negative } = prompt;
  checkText(text, config, batch);
  if (!isGuided(prompt)) return [text];
  if (!negative) {
    throw new InputError("Expected a negative text, such as the empty one, for guidance but found none.");
  }
  checkText(negative, config, batch, text.shape[1]);
  return [negative, text];
}

/** Texts as the U-Net takes them for a batch of N latents: one as it is, two [1 or N, tokens, D] as [2N, tokens, D]. */
export const joinedTexts = (texts: readonly Symbolic[], batch: number): Symbolic =>
  texts.length === 1 ? texts[0]! : concat(texts.map((x) => expand(x, [batch, ...x.shape.slice(1)])), 0);
