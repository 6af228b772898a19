import { z } from "zod";
import { countTo, MOST, readConfig } from "./read_config.ts";

/** The shape of a CLIP text encoder. */
export interface TextConfig {
  /** Number of tokens that it knows. */
  readonly vocabulary: number;
  /** Length of the text's vectors. */
  readonly width: number;
  /** Width of the hidden layer of each feed-forward layer. */
  readonly hidden: number;
  /** Transformer layers. Stable Diffusion 2 takes the last but one of its encoder: its files have one less. */
  readonly layers: number;
  /** Heads of the attention. */
  readonly heads: number;
  /** Tokens of a text, 77. */
  readonly tokens: number;
  /** The feed-forward layers' activation. */
  readonly activation: "quick_gelu" | "gelu";
  /** Added to the variance in the normalisations. */
  readonly epsilon: number;
}

const channelCount = countTo(MOST.channels);

const FILE = z.object({
  model_type: z.enum(["clip_text_model", "clip"]).optional(),
  vocab_size: countTo(MOST.vocabulary).default(49408),
  hidden_size: channelCount.default(512),
  intermediate_size: channelCount.default(2048),
  num_hidden_layers: countTo(MOST.layers).default(12),
  num_attention_heads: channelCount.default(8),
  max_position_embeddings: countTo(MOST.tokens).default(77),
  hidden_act: z.enum(["quick_gelu", "gelu"]).default("quick_gelu"),
  layer_norm_eps: z.number().positive().default(1e-5),
}).refine(({ hidden_size, num_attention_heads }) => hidden_size % num_attention_heads === 0, {
  path: ["hidden_size"],
  error: () => "Expected a multiple of num_attention_heads",
});

/**
 * The shape of a CLIP text encoder from the JSON value of the transformers library's `text_encoder/config.json`.
 *
 * @throws {InputError} with one sentence where it is of another family.
 */
export function parseTextConfig(json: unknown): TextConfig {
  const file = readConfig(FILE, {}, json);
  return {
    vocabulary: file.vocab_size,
    width: file.hidden_size,
    hidden: file.intermediate_size,
    layers: file.num_hidden_layers,
    heads: file.num_attention_heads,
    tokens: file.max_position_embeddings,
    activation: file.hidden_act,
    epsilon: file.layer_norm_eps,
  };
}
