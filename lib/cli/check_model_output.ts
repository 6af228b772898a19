import { checkInputsStay } from "../hub/check_inputs_stay.ts";
import { checkOutput } from "./batch.ts";
import { type DiffusionFlags } from "./diffusion_batch.ts";

/**
 * Checks, before any work, where what is computed of latents goes to: that it can be written, and is none of the files
 * that it is computed from.
 *
 * @param work what the sentence calls it, such as `rendering`.
 * @throws {InputError} naming the file.
 */
export async function checkModelOutput(
  work: string,
  { out, model, latent, promptEmbeds, negativePromptEmbeds, lora }: DiffusionFlags & { readonly out: string },
  endings: readonly string[],
): Promise<void> {
  await checkOutput(out, endings);
  const files = {
    "--model": model,
    "--latent": latent,
    "--prompt-embeds": promptEmbeds,
    "--negative-prompt-embeds": negativePromptEmbeds,
    "--lora": lora,
  };
  const inputs = Object.entries(files).map(([option, file]) => [option, file === undefined ? [] : [file]]);
  await checkInputsStay(work, Object.fromEntries(inputs), [out]);
}
