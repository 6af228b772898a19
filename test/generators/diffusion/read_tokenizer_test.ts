import assert from "node:assert/strict";
import { InputError } from "../../../lib/errors.ts";
import { readTokenizer } from "../../../lib/generators/diffusion/read_tokenizer.ts";
import { parseTextConfig } from "../../../lib/generators/diffusion/text_config.ts";
import { type TemporaryFolder, temporaryFolder } from "../../cli/temporary_folder.ts";

const PAIRS = [["c", "a"], ["ca", "t</w>"]] as const;
const TOKENS = ["a", "c", "t</w>", "ca", "cat</w>", "<|startoftext|>", "<|endoftext|>"];
const vocab = Object.fromEntries(TOKENS.map((token, i) => [token, i]));
const lines = PAIRS.map((pair) => pair.join(" "));
/** As version 5 of the transformers library writes it. */
const config = { pad_token: "<|endoftext|>", model_max_length: 1000000000000000019884624838656 };

function filled(files: Readonly<Record<string, unknown>>): TemporaryFolder {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) folder.write(name, content);
  return folder;
}

Deno.test("tokenizer.json alone is the same tokenizer as vocab.json and merges.txt", async () => {
  const tokensOf = async (files: Readonly<Record<string, unknown>>): Promise<bigint[]> => {
    using folder = filled(files);
    return [...(await readTokenizer(folder.at()))("cat").inputIds.data.subarray(0, 4)];
  };
  const expected = [5n, 4n, 6n, 6n];
  const older = { "vocab.json": vocab, "merges.txt": `#version: 0.2\n${lines.join("\n")}\n` };
  assert.deepEqual(await tokensOf(older), expected);
  for (const merges of [lines, PAIRS]) {
    const newer = { "tokenizer.json": { model: { vocab, merges } }, "tokenizer_config.json": config };
    assert.deepEqual(await tokensOf(newer), expected);
  }
});

Deno.test("tokens that were added to the vocabulary are found in texts, wherever files tell of them", async () => {
  const ends = [["<|startoftext|>", 5], ["<|endoftext|>", 6]] as const;
  const older = { "vocab.json": vocab, "merges.txt": `#version: 0.2\n${lines.join("\n")}\n` };
  const model = { vocab, merges: PAIRS };
  const list = [...ends, ["<cat-toy>", 7] as const].map(([content, id]) => ({
    id,
    content,
    special: id < 7,
  }));
  const decoder = { 5: { content: "<|startoftext|>", special: true }, 7: { content: "<cat-toy>" } };
  const folders: Readonly<Record<string, unknown>>[] = [
    { ...older, "added_tokens.json": { "<cat-toy>": 7 } },
    { ...older, "tokenizer_config.json": { added_tokens_decoder: decoder } },
    { "tokenizer.json": { model, added_tokens: list }, "tokenizer_config.json": config },
  ];
  for (const files of folders) {
    using folder = filled(files);
    const { inputIds } = (await readTokenizer(folder.at()))("cat <cat-toy> cat<Cat-Toy>");
    assert.deepEqual([...inputIds.data.subarray(0, 7)], [5n, 4n, 7n, 4n, 7n, 6n, 6n]);
    const text = parseTextConfig({ vocab_size: 7, hidden_size: 8, num_attention_heads: 2 });
    await assert.rejects(readTokenizer(folder.at(), text), /Expected the 7 tokens .* found "<cat-toy>" as 7/);
  }
});

Deno.test("a folder without a tokenizer, or with half of one, is refused in one sentence", async () => {
  const wrong: readonly (readonly [Readonly<Record<string, unknown>>, RegExp])[] = [
    [{}, /Expected vocab\.json or tokenizer\.json in .* but found neither\.$/],
    [{ "vocab.json": vocab }, /Expected merges\.txt in .* beside vocab\.json/],
    [{ "tokenizer.json": "{" }, /tokenizer\.json: Expected JSON/],
    [{ "tokenizer.json": {} }, /tokenizer\.json: model: Expected object but found nothing/],
    [
      { "tokenizer.json": { model: { vocab, merges: [["c"]] } } },
      /tokenizer\.json: model\.merges\[0\]: Expected a pair of tokens\.$/,
    ],
    [
      { "tokenizer.json": { model: { vocab, merges: ["c t"] } } },
      /merges: Expected two tokens .* found "c t"/,
    ],
    [
      { "tokenizer.json": { model: { vocab: { a: -1 }, merges: [] } } },
      /a: Expected at least 0 but found -1/,
    ],
    [
      { "tokenizer.json": { model: { vocab, merges: [] }, added_tokens: [{ content: "<a>" }] } },
      /id: Expected number but found nothing/,
    ],
  ];
  for (const [files, message] of wrong) {
    using folder = filled(files);
    await assert.rejects(readTokenizer(folder.at()), (error) => {
      assert.ok(error instanceof InputError, String(error));
      assert.match(error.message, message);
      return true;
    });
  }
});
