import { z } from "zod";
import { FormatError } from "../../../errors.ts";
import { checkSchema } from "../../../schema.ts";
import { type LoraKey } from "./lora_keys.ts";

/** What newer diffusers write of peft's settings, such as `unet.lora_alpha`. */
const METADATA = z.record(z.string(), z.unknown());
/** What of peft's `adapter_config.json` counts, beside {@linkcode UNSUPPORTED}. */
const ADAPTER_CONFIG = z.looseObject({ lora_alpha: z.number() });
/** Settings under which the product is scaled in another way; none of them when false or empty. */
const UNSUPPORTED = ["use_rslora", "use_dora", "alpha_pattern"];

type Settings = Readonly<Record<string, unknown>>;

function checkSupported(settings: Settings): void {
  for (const [key, value] of Object.entries(settings)) {
    const on = typeof value === "object" && value !== null ? Object.keys(value).length > 0 : Boolean(value);
    const name = key.split(".").at(-1)!;
    if (on && UNSUPPORTED.includes(name)) {
      throw new FormatError("LoRA", `Expected a LoRA without ${name} but found one with it.`);
    }
  }
}

function settingsOf(metadata: ReadonlyMap<string, string>): Settings {
  try {
    return METADATA.parse(JSON.parse(metadata.get("lora_adapter_metadata") ?? "{}"));
  } catch {
    throw new FormatError(
      "LoRA",
      "Expected a JSON object as lora_adapter_metadata but found something else.",
    );
  }
}

/**
 * peft's alpha of each network, where a file's metadata tell it.
 *
 * @throws {FormatError} when they are broken, or tell of layers that are scaled in another way.
 */
export function metadataAlphas(
  metadata: ReadonlyMap<string, string>,
): Readonly<Record<LoraKey["network"], number | undefined>> {
  const settings = settingsOf(metadata);
  checkSupported(settings);
  const numberAt = (key: string): number | undefined => {
    const value = settings[key];
    return typeof value === "number" ? value : undefined;
  };
  // Diffusers' `save_lora_adapter` of one network writes its settings without a name.
  const alpha = (network: string): number | undefined =>
    numberAt(`${network}.lora_alpha`) ?? numberAt("lora_alpha");
  return { unet: alpha("unet"), textEncoder: alpha("text_encoder") };
}

/**
 * The alpha of all layers in the JSON value of an `adapter_config.json`, which peft writes beside its files.
 *
 * @throws {InputError} when it is broken, or tells of layers that are scaled in another way.
 */
export function adapterAlpha(json: unknown): number {
  const settings = checkSchema(ADAPTER_CONFIG, json);
  checkSupported(settings);
  return settings.lora_alpha;
}
