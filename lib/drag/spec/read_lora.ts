import { resolve } from "node:path";
import { inFile } from "../../errors.ts";
import { type DiffusionModel } from "../../generators/diffusion/folder.ts";
import { type Lora } from "../../generators/diffusion/lora/lora.ts";
import { decodeLora } from "../../generators/diffusion/lora/lora_file.ts";
import { readInputFile } from "../../hub/read_file.ts";
import { sha256 } from "../../hub/sha256.ts";
import { type DiffusionSpec } from "./diffusion_spec.ts";

/** A LoRA of a file. */
export interface ReadLora extends Lora {
  /** How strong it is; 1 is as trained. */
  readonly scale: number;
  /** Hash of the file. */
  readonly sha256: string;
}

/**
 * The LoRA file that a SPEC or an option names, if it names one.
 *
 * @throws {InputError} when it is missing, broken, or for another model.
 */
export async function readLora(
  { lora }: Pick<DiffusionSpec, "lora">,
  folder: string,
  { unet, text }: DiffusionModel,
): Promise<ReadLora | undefined> {
  if (lora === "none" || !("file" in lora)) return undefined;
  const path = resolve(folder, lora.file);
  const bytes = await readInputFile(path, "a LoRA");
  const targets = { unet: unet.tensors, ...(text ? { textEncoder: text.tensors } : {}) };
  return {
    ...inFile(path, () => decodeLora(bytes, targets)),
    scale: lora.scale,
    sha256: await sha256(bytes),
  };
}
