import assert from "node:assert/strict";
import { InputError } from "../../../lib/errors.ts";
import { clipTokenizer } from "../../../lib/generators/diffusion/tokenizer.ts";

const MERGES = ["c a", "ca t</w>", "Ã ©</w>", "a n", "d o", "do g</w>"];
const letters = [..."abcdefghijklmnopqrstuvwxyz,!.Ã©'"];
const words = [...letters, ...letters.map((l) => `${l}</w>`), ...MERGES.map((m) => m.replace(" ", ""))];
const TOKENS = [...words, "<|startoftext|>", "<|endoftext|>"];
const vocabulary = Object.fromEntries(TOKENS.map((token, i) => [token, i]));
const merges = `#version: 0.2\n${MERGES.join("\n")}\n`;

const tokensOf = (text: string, length = 20): string[] => {
  const { inputIds } = clipTokenizer({ vocabulary, merges }, { length })(text);
  const ids = [...inputIds.data].map((id) => TOKENS[Number(id)]!);
  assert.equal(ids[0], "<|startoftext|>");
  return ids.slice(1, ids.indexOf("<|endoftext|>"));
};

Deno.test("words become byte pairs, whatever their case and the space between them", () => {
  assert.deepEqual(tokensOf("a Cat,  a\tDOG!"), ["a</w>", "cat</w>", ",</w>", "a</w>", "dog</w>", "!</w>"]);
  assert.deepEqual(tokensOf("cats"), ["ca", "t", "s</w>"]);
  assert.deepEqual(tokensOf("an é e\u0301"), ["a", "n</w>", "Ã©</w>", "Ã©</w>"]);
  assert.deepEqual(tokensOf(" \n"), []);
});

Deno.test("a text is padded to the encoder's length", () => {
  const { inputIds, warning } = clipTokenizer({ vocabulary, merges })("a cat");
  assert.deepEqual(inputIds.shape, [1, 77]);
  assert.equal(warning, undefined);
  const end = BigInt(vocabulary["<|endoftext|>"]!);
  assert.ok(inputIds.data.subarray(3).every((id) => id === end));
});

Deno.test("padding is what the special tokens say, before the config", () => {
  const config = { pad_token: "a", model_max_length: 77 };
  const special = { pad_token: { content: "!</w>", lstrip: false } };
  const tokenize = clipTokenizer({ vocabulary, merges, config, special }, { length: 5 });
  assert.equal(tokenize("a").inputIds.data.at(-1), BigInt(vocabulary["!</w>"]!));
});

Deno.test("a token that pads is that token in texts, too, as the transformers library has it", () => {
  const special = { pad_token: "!" };
  const ids = (files: object): number[] =>
    [...clipTokenizer({ vocabulary, merges, ...files })("dog!").inputIds.data.subarray(1, 3)].map(Number);
  assert.deepEqual(ids({}), [vocabulary["dog</w>"], vocabulary["!</w>"]]);
  assert.deepEqual(ids({ special }), [vocabulary["dog</w>"], vocabulary["!"]]);
});

Deno.test("a text that is too long is cut, and a warning says what is lost", () => {
  const { inputIds, warning } = clipTokenizer({ vocabulary, merges })(`${"cat ".repeat(75)} a dog`);
  assert.equal(inputIds.data.length, 77);
  assert.equal(inputIds.data.at(-1), BigInt(vocabulary["<|endoftext|>"]!));
  assert.equal(inputIds.data.at(-2), BigInt(vocabulary["cat</w>"]!));
  assert.equal(warning, 'The text has 77 tokens, of which the first 75 count: "a dog" is left out.');
});

Deno.test("files that do not belong together are refused in one sentence", () => {
  const refused = (files: object, message: RegExp, options = {}): void =>
    assert.throws(() => clipTokenizer({ vocabulary, merges, ...files }, options), (error) => {
      assert.ok(error instanceof InputError);
      assert.match(error.message, message);
      return true;
    });
  refused({ merges: "#version\nq q\n" }, /merges: Expected two tokens .* found "q q"/);
  refused({ merges: "cat\n" }, /merges: /);
  refused({ vocabulary: { a: "b" } }, /Expected number but found "b"/);
  refused({ vocabulary: { a: 0 }, merges: "" }, /bos_token: .* found "<\|startoftext\|>"/);
  refused({ config: { pad_token: "<pad>" } }, /pad_token: .* found "<pad>"/);
  refused({}, /vocabulary: Expected the 10 tokens/, { known: 10 });
});
