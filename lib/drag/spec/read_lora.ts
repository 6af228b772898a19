import { dirname, join, resolve } from "node:path";
import { inFile } from "../../errors.ts";
import { isGuided } from "../../generators/diffusion/prompt.ts";
import { type DiffusionModel } from "../../generators/diffusion/folder.ts";
import { type Lora } from "../../generators/diffusion/lora/lora.ts";
import { decodeLora } from "../../generators/diffusion/lora/lora_file.ts";
import { loraHeader } from "../../generators/diffusion/lora/lora_header.ts";
import { adapterAlpha } from "../../generators/diffusion/lora/peft_settings.ts";
import { isThere } from "../../hub/is_there.ts";
import { readInputFile } from "../../hub/read_file.ts";
import { jsonIn } from "../../hub/read_json.ts";
import { sha256, sha256OfText } from "../../hub/sha256.ts";
import { type DiffusionSpec } from "./diffusion_spec.ts";

/** A LoRA of a file. */
export interface ReadLora extends Lora {
  /** How strong it is; 1 is as trained. */
  readonly scale: number;
  /** Hash of the file, and of the alpha beside it where that is read. */
  readonly sha256: string;
  /** What the user should know, in sentences. */
  readonly warnings: readonly string[];
}

const NO_ALPHA = "tells no alpha, and no adapter_config.json is beside it: alpha is taken to be its rank";

/** A LoRA, and what tells whether the text encoder runs. */
export type LoraUse = Pick<DiffusionSpec, "lora" | "promptEmbeds" | "negativePromptEmbeds" | "guidance">;

/** The alpha in the `adapter_config.json` beside a LoRA, if it is there. */
async function readAlphaBeside(lora: string): Promise<number | undefined> {
  const path = join(dirname(lora), "adapter_config.json");
  return await isThere(path) ? await jsonIn(path, adapterAlpha) : undefined;
}

/** Why layers of the text encoder are not used; absent where they are. */
function whyTextIsUnused(use: Omit<LoraUse, "lora">, { text }: DiffusionModel): string | undefined {
  if (!text) return "the model has no text_encoder/";
  const isEncoded = use.promptEmbeds === undefined ||
    (isGuided(use) && use.negativePromptEmbeds === undefined);
  return isEncoded ? undefined : "prompt embeds are taken as they are";
}

/**
 * The LoRA file that a SPEC or an option names, if it names one.
 *
 * @throws {InputError} when it is missing, broken, or for another model.
 */
export async function readLora(
  { lora, ...use }: LoraUse,
  folder: string,
  model: DiffusionModel,
): Promise<ReadLora | undefined> {
  if (lora === "none" || !("file" in lora)) return undefined;
  const path = resolve(folder, lora.file);
  const bytes = await readInputFile(path, "a LoRA");
  const { adaptsText, alphaIsBeside } = inFile(path, () => loraHeader(bytes));
  const alpha = alphaIsBeside ? await readAlphaBeside(path) : undefined;
  const targets = { unet: model.unet.tensors, ...(model.text ? { textEncoder: model.text.tensors } : {}) };
  const unused = adaptsText ? whyTextIsUnused(use, model) : undefined;
  const odd = [
    alphaIsBeside && alpha === undefined ? NO_ALPHA : undefined,
    unused && `has layers of the text encoder, which are not used: ${unused}`,
  ].filter((what) => what !== undefined);
  const hash = await sha256(bytes);
  return {
    ...inFile(path, () => decodeLora(bytes, targets, alpha)),
    scale: lora.scale,
    sha256: alpha === undefined ? hash : await sha256OfText(`${hash}\n${alpha}`),
    warnings: odd.map((what) => `The LoRA ${lora.file} ${what}.`),
  };
}
