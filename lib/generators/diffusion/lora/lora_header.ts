import { safetensorsLayout } from "../../../formats/safetensors.ts";
import { parseLoraKey } from "./lora_keys.ts";
import { metadataAlphas } from "./peft_settings.ts";

/** What the header of a LoRA's file tells. */
export interface LoraHeader {
  /** Whether there are layers of the text encoder. */
  readonly adaptsText: boolean;
  /** Whether peft wrote the file by itself, so that alpha is in the `adapter_config.json` beside it. */
  readonly alphaIsBeside: boolean;
}

/**
 * Reads the header of a LoRA's safetensors file.
 *
 * @throws {FormatError} when it is broken.
 */
export function loraHeader(bytes: Uint8Array): LoraHeader {
  const { entries, metadata } = safetensorsLayout(bytes);
  const keys = entries.map(({ name }) => name);
  const parsed = keys.map(parseLoraKey);
  const tellsAlpha = parsed.some((key) => key?.part === "alpha") ||
    metadataAlphas(metadata).unet !== undefined;
  return {
    adaptsText: parsed.some((key) => key?.network === "textEncoder"),
    alphaIsBeside: !tellsAlpha && keys.some((key) => key.startsWith("base_model.model.")),
  };
}
