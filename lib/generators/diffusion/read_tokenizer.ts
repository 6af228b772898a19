import { join } from "node:path";
import { z } from "zod";
import { inFile, InputError } from "../../errors.ts";
import { isThere } from "../../hub/is_there.ts";
import { jsonIn, readJson } from "../../hub/read_json.ts";
import { checkSchema } from "../../schema.ts";
import { type TextConfig } from "./text_config.ts";
import { clipTokenizer, type Tokenizer, type TokenizerFiles } from "./tokenizer.ts";

/** What counts of a `tokenizer.json`; a pair of its merges is `"a b"`, or `["a", "b"]` in newer files. */
const WHOLE = z.object({
  added_tokens: z.unknown().optional(),
  model: z.object({
    vocab: z.unknown(),
    merges: z.array(
      z.union([z.string(), z.tuple([z.string(), z.string()]).transform((pair) => pair.join(" "))], {
        error: () => "Expected a pair of tokens",
      }),
    ),
  }),
});

/** Vocabulary and merges, from the two files that older versions of the transformers library write, or the newer one. */
async function readVocabulary(
  folder: string,
): Promise<Pick<TokenizerFiles, "vocabulary" | "merges" | "added">> {
  const at = (name: string): string => join(folder, name);
  if (await isThere(at("vocab.json"))) {
    const merges = await Deno.readTextFile(at("merges.txt")).catch(() => {
      throw new InputError(`Expected merges.txt in ${folder} beside vocab.json but found none.`);
    });
    const added = await isThere(at("added_tokens.json"))
      ? await readJson(at("added_tokens.json"))
      : undefined;
    return { vocabulary: await readJson(at("vocab.json")), merges, added };
  }
  const path = at("tokenizer.json");
  if (!await isThere(path)) {
    throw new InputError(`Expected vocab.json or tokenizer.json in ${folder} but found neither.`);
  }
  const { model, added_tokens: added } = await jsonIn(path, (json) => checkSchema(WHOLE, json));
  return { vocabulary: model.vocab, merges: model.merges.join("\n"), added };
}

/**
 * Reads CLIP's tokenizer from a folder `tokenizer/`: `vocab.json` and `merges.txt`, or else `tokenizer.json`, which is all
 * that version 5 of the transformers library writes.
 *
 * @param text the text encoder's shape, where there is one.
 * @throws {InputError} with one sentence on what is missing, broken, or of another text encoder.
 */
export async function readTokenizer(folder: string, text?: TextConfig): Promise<Tokenizer> {
  const optional = async (name: string): Promise<unknown> =>
    await isThere(join(folder, name)) ? await readJson(join(folder, name)) : undefined;
  const files = {
    ...await readVocabulary(folder),
    config: await optional("tokenizer_config.json"),
    special: await optional("special_tokens_map.json"),
  };
  const options = text ? { length: text.tokens, known: text.vocabulary } : {};
  return inFile(folder, () => clipTokenizer(files, options));
}
