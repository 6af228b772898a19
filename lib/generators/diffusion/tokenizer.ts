import { Tokenizer as BytePairEncoder } from "@huggingface/tokenizers";
import { z } from "zod";
import { InputError } from "../../errors.ts";
import { checkSchema } from "../../schema.ts";
import { type Tensor, tensor } from "../../tensor.ts";
import { type AddedToken, addedToken, addedTokens } from "./added_tokens.ts";

/** A text as a text encoder takes it. */
export interface Tokens {
  /** Begin, the words, the end, and padding: [1, 77] for CLIP. */
  readonly inputIds: Tensor<"int64">;
  /** A sentence on what was cut from a text that is too long. */
  readonly warning?: string;
}

/** Turns texts into tokens; throws an `InputError` where the files that it comes from are broken. */
export type Tokenizer = (text: string) => Tokens;

/** The content of a folder `tokenizer/`. */
export interface TokenizerFiles {
  /** JSON value of `vocab.json`, or `model.vocab` of `tokenizer.json`: a number for each token. */
  readonly vocabulary: unknown;
  /** Text of `merges.txt`, or `model.merges` of `tokenizer.json`: a line for each pair of tokens that becomes one, the most frequent first. */
  readonly merges: string;
  /** JSON value of `added_tokens.json`, or `added_tokens` of `tokenizer.json`, where it is there: see {@linkcode addedTokens}. */
  readonly added?: unknown;
  /** JSON value of `tokenizer_config.json`, where it is there. */
  readonly config?: unknown;
  /** JSON value of `special_tokens_map.json`, where it is there; it comes before the config. */
  readonly special?: unknown;
}

const VOCABULARY = z.record(z.string(), z.int().nonnegative());

const token = z.union([z.string(), z.object({ content: z.string() }).transform(({ content }) => content)], {
  error: () => "Expected a token",
}).optional();

const SPECIAL = z.object({ bos_token: token, eos_token: token, pad_token: token });

const CONFIG = SPECIAL.extend({ model_max_length: z.number().min(2).optional() });

/** What a text encoder takes. */
export interface TokenizerOptions {
  /** Tokens of a text (default 77); fewer where the files say so, padded to this number. */
  readonly length?: number;
  /** Number of tokens that the text encoder knows (default: all of the vocabulary). */
  readonly known?: number;
}

/** What separates words, as CLIP has it. */
const WORDS = "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";

/** The pairs of `merges.txt`, which begins with its version. */
function pairsOf(merges: string, vocabulary: Readonly<Record<string, number>>): string[] {
  const lines = merges.split(/\r?\n/);
  const pairs = lines.filter((line, i) => line !== "" && !(i === 0 && line.startsWith("#version")));
  for (const pair of pairs) {
    const parts = pair.split(" ");
    if (parts.length !== 2 || [...parts, parts.join("")].some((part) => !Object.hasOwn(vocabulary, part))) {
      throw new InputError(
        `merges: Expected two tokens of the vocabulary that are one together but found ${
          JSON.stringify(pair).slice(0, 80)
        }.`,
      );
    }
  }
  return pairs;
}

/**
 * The byte-pair encoder in the terms of Hugging Face's `tokenizer.json`, as the transformers library converts CLIP's. Tokens that begin,
 * end and pad texts are found in them, too: where "!" pads, as in Stable Diffusion 2, it is that token wherever it stands.
 */
function encoderOf(
  vocabulary: Readonly<Record<string, number>>,
  merges: string[],
  added: readonly AddedToken[],
  eos: string,
): BytePairEncoder {
  return new BytePairEncoder({
    version: "1.0",
    added_tokens: added,
    normalizer: {
      type: "Sequence",
      normalizers: [
        { type: "NFC" },
        { type: "Replace", pattern: { Regex: "\\s+" }, content: " " },
        { type: "Lowercase" },
      ],
    },
    pre_tokenizer: {
      type: "Sequence",
      pretokenizers: [
        { type: "Split", pattern: { Regex: WORDS }, behavior: "Removed", invert: true },
        { type: "ByteLevel", add_prefix_space: false, trim_offsets: true },
      ],
    },
    post_processor: null,
    decoder: { type: "ByteLevel" },
    model: {
      type: "BPE",
      dropout: null,
      unk_token: eos,
      continuing_subword_prefix: "",
      end_of_word_suffix: "</w>",
      fuse_unk: false,
      vocab: vocabulary,
      merges,
    },
  }, {});
}

/**
 * CLIP's tokenizer: lower case, words, byte pairs, between a token that begins the text and one that ends it, padded to
 * the length of the text encoder. A longer text is cut, and the tokens say so in a warning.
 *
 * @throws {InputError} when the files do not belong together, in one sentence.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { clipTokenizer } from "./tokenizer.ts";
 *
 * const tokens = ["a", "a</w>", "<|startoftext|>", "<|endoftext|>"];
 * const vocabulary = Object.fromEntries(tokens.map((token, i) => [token, i]));
 * const tokenize = clipTokenizer({ vocabulary, merges: "#version: 0.2\n" }, { length: 4 });
 * assert.deepEqual([...tokenize("A").inputIds.data], [2n, 1n, 3n, 3n]);
 * ```
 */
export function clipTokenizer(
  files: TokenizerFiles,
  { length = 77, known }: TokenizerOptions = {},
): Tokenizer {
  const pieces = checkSchema(VOCABULARY, files.vocabulary);
  const added = addedTokens(files.added, files.config);
  const vocabulary = { ...pieces, ...Object.fromEntries(added.map(({ content, id }) => [content, id])) };
  const stranger = Object.entries(vocabulary).find(([, id]) => id >= (known ?? Infinity));
  if (stranger) {
    throw new InputError(
      `vocabulary: Expected the ${known} tokens of the text encoder but found ${
        JSON.stringify(stranger[0])
      } as ${stranger[1]}.`,
    );
  }
  const config = checkSchema(CONFIG, files.config ?? {});
  const special = checkSchema(SPECIAL, files.special ?? {});
  const named = (name: "bos_token" | "eos_token" | "pad_token", fallback: string): string => {
    const found = special[name] ?? config[name] ?? fallback;
    if (Object.hasOwn(vocabulary, found)) return found;
    throw new InputError(`${name}: Expected a token of the vocabulary but found ${JSON.stringify(found)}.`);
  };
  const [bos, eos] = [named("bos_token", "<|startoftext|>"), named("eos_token", "<|endoftext|>")];
  const padding = named("pad_token", eos);
  const pad = vocabulary[padding]!;
  const marks = [bos, eos, padding].map((token) => addedToken(token, vocabulary[token]!, true));
  const all = new Map([...added, ...marks].map((token) => [token.content, token]));
  const encoder = encoderOf(pieces, pairsOf(files.merges, pieces), [...all.values()], eos);
  const room = Math.min(length, config.model_max_length ?? length) - 2;
  return (text) => {
    const words = encoder.encode(text).ids;
    const ids = [vocabulary[bos]!, ...words.slice(0, room), vocabulary[eos]!];
    const padded = [...ids, ...Array<number>(length - ids.length).fill(pad)];
    const inputIds = tensor("int64", [1, length], BigInt64Array.from(padded, BigInt));
    if (words.length <= room) return { inputIds };
    const lost = JSON.stringify(encoder.decode(words.slice(room)).trim());
    return {
      inputIds,
      warning: `The text has ${words.length} tokens, of which the first ${room} count: ${lost} is left out.`,
    };
  };
}
