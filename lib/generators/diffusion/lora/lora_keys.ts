/** What a tensor of a LoRA file is: half of a layer, or the number that its product is multiplied with, times rank. */
export type LoraPart = "down" | "up" | "alpha";

/** A tensor's name in a LoRA file, taken apart. */
export interface LoraKey {
  /** Which network the layer belongs to. */
  readonly network: "unet" | "textEncoder";
  /** Name of the adapted module with `_` for every dot, as kohya's files have it: the only form that all tell. */
  readonly module: string;
  /** Which tensor of the layer it is. */
  readonly part: LoraPart;
}

/** `….lora.down.weight`, `…_lora.down.weight`, `….lora_linear_layer.down.weight`, `….lora_down.weight`, `….lora_A.weight`. */
const HALF = /^(.+?)(?:[._]lora\.|\.lora_linear_layer\.|\.lora_)(down|up|A|B)(?:\.default)?\.weight$/;
const ALPHA = /^(.+)\.alpha$/;
const HALVES: Readonly<Record<string, LoraPart>> = { down: "down", A: "down", up: "up", B: "up" };

const TEXT = /^(?:text_encoder\.)+|^lora_te1?_/;
/** What newer versions of the transformers library leave out of a text encoder's names. */
const TEXT_MODEL = /^(?=(?:encoder|embeddings|final_layer_norm)[._])/;
const UNET = /^(?:base_model\.model\.|unet\.)+|^lora_unet_/;

/** Names of a text encoder's attention in diffusers' older files, and what they are in the text encoder. */
const TEXT_ATTENTION: Readonly<Record<string, string>> = {
  to_q: "q_proj",
  to_k: "k_proj",
  to_v: "v_proj",
  to_out: "out_proj",
};

/** The module of a U-Net: diffusers' older files name it by its processor, and its output without a number. */
const unetModule = (name: string): string =>
  name.replace(UNET, "").replace(".processor.", ".").replace(/\.to_out$/, ".to_out.0");

const textModule = (name: string): string =>
  name.replace(TEXT, "").replace(TEXT_MODEL, "text_model.").replace(
    /\.(to_q|to_k|to_v|to_out)$/,
    (_, part: string) => `.${TEXT_ATTENTION[part]}`,
  );

/** A module's name with `_` for every dot. */
export const underscored = (module: string): string => module.replaceAll(".", "_");

/**
 * Takes the name of a tensor in a LoRA file apart, or returns `undefined` where it is of no layout that is known:
 * DragDiffusion's (its prefix is doubled), those of diffusers, kohya's and peft's.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseLoraKey } from "./lora_keys.ts";
 *
 * const module = "mid_block_attentions_0_transformer_blocks_0_attn1_to_q";
 * const expected = { network: "unet", module, part: "down" };
 * const dotted = "mid_block.attentions.0.transformer_blocks.0.attn1";
 * assert.deepEqual(parseLoraKey(`unet.unet.${dotted}.to_q.lora.down.weight`), expected); // DragDiffusion
 * assert.deepEqual(parseLoraKey(`unet.${dotted}.processor.to_q_lora.down.weight`), expected); // diffusers
 * assert.deepEqual(parseLoraKey(`lora_unet_${module}.lora_down.weight`), expected); // kohya
 * assert.deepEqual(parseLoraKey(`unet.${dotted}.to_q.lora_A.weight`), expected); // peft
 * ```
 */
export function parseLoraKey(key: string): LoraKey | undefined {
  const [, name, half = "alpha"] = HALF.exec(key) ?? ALPHA.exec(key) ?? [];
  if (name === undefined) return undefined;
  const text = TEXT.test(name);
  return {
    network: text ? "textEncoder" : "unet",
    module: underscored(text ? textModule(name) : unetModule(name)),
    part: HALVES[half] ?? "alpha",
  };
}

/** What a LoRA file names its layers as: DragDiffusion, whose prefix is doubled, or diffusers. */
export type LoraLayout = "dragdiffusion" | "diffusers";

/** The name of half a layer in the layout (default that which DragDiffusion saves and loads). */
export function loraKey(
  network: LoraKey["network"],
  module: string,
  half: "down" | "up",
  layout: LoraLayout = "dragdiffusion",
): string {
  if (network === "textEncoder") return `text_encoder.${module}.lora_linear_layer.${half}.weight`;
  return `${layout === "diffusers" ? "unet" : "unet.unet"}.${module}.lora.${half}.weight`;
}
