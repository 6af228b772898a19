import assert from "node:assert/strict";
import fc from "fast-check";
import { InputError } from "../../../lib/errors.ts";
import { parseTextConfig } from "../../../lib/generators/diffusion/text_config.ts";
import { parseUnetConfig } from "../../../lib/generators/diffusion/unet_config.ts";
import { parseVaeConfig } from "../../../lib/generators/diffusion/vae_config.ts";
import { fixtureJson } from "../../fixtures.ts";

const PARSERS = [
  ["unet", parseUnetConfig],
  ["vae", parseVaeConfig],
  ["text_encoder", parseTextConfig],
] as const;

for (const [folder, parse] of PARSERS) {
  const valid = fixtureJson<Record<string, unknown>>(`sd-a/${folder}/config.json`);

  Deno.test(`a ${folder} config is understood or refused in one sentence, whatever it says`, () => {
    const key = fc.constantFrom(...Object.keys(valid));
    fc.assert(fc.property(key, fc.jsonValue(), (field, value) => {
      try {
        parse({ ...valid, [field]: value });
      } catch (error) {
        assert.ok(error instanceof InputError, String(error));
        assert.match(error.message, /^[^\n]*Expected [^\n]*\.$/);
      }
    }));
    for (const value of [null, [], 3, "config"]) assert.throws(() => parse(value), InputError);
  });

  Deno.test(`fields that a ${folder} config need not have may be missing or unknown`, () => {
    assert.deepEqual(parse({ ...valid, _diffusers_version: "9.9", own_field: {} }), parse(valid));
  });
}

Deno.test("numbers of heads are one for all levels, or one for each", () => {
  assert.deepEqual(parseUnetConfig({}).heads, [8, 8, 8, 8]);
  assert.deepEqual(parseUnetConfig({ attention_head_dim: [5, 10, 20, 20] }).heads, [5, 10, 20, 20]);
  assert.throws(() => parseUnetConfig({ attention_head_dim: 7 }), /attention_head_dim: .* found 7/);
});

/** A parser, the folder of its configuration, fields that it refuses, and what it says of them. */
const REFUSED: readonly (readonly [(json: unknown) => unknown, string, object, RegExp])[] = [
  [parseUnetConfig, "unet", { layers_per_block: 1e8 }, /^layers_per_block: Expected at most 64 but found 1/],
  [
    parseUnetConfig,
    "unet",
    { layers_per_block: [1, 1, 1, 65] },
    /^layers_per_block\[3\]: Expected at most 64/,
  ],
  [
    parseUnetConfig,
    "unet",
    { block_out_channels: [32, 48, 48, 1e15] },
    /^block_out_channels\[3\]: .*at most/,
  ],
  [parseUnetConfig, "unet", { block_out_channels: Array(99).fill(32) }, /at most 16 but found 99 of them/],
  [parseVaeConfig, "vae", { layers_per_block: 1e8 }, /^layers_per_block: Expected at most 64/],
  [parseTextConfig, "text_encoder", { num_hidden_layers: 1e8 }, /^num_hidden_layers: Expected at most 64/],
  [
    parseTextConfig,
    "text_encoder",
    { max_position_embeddings: 1e6 },
    /^max_position_embeddings: .* 4096/,
  ],
];

Deno.test("numbers that no model has are refused by their field, not tried", () => {
  for (const [parse, folder, change, message] of REFUSED) {
    assert.throws(
      () => parse({ ...fixtureJson<object>(`sd-a/${folder}/config.json`), ...change }),
      (error) => {
        assert.ok(error instanceof InputError, String(error));
        assert.match(error.message, message);
        return true;
      },
    );
  }
});

Deno.test("groups of the normalisation that channels do not divide into are refused by their field", () => {
  for (const [folder, parse] of PARSERS.slice(0, 2)) {
    const valid = fixtureJson<object>(`sd-a/${folder}/config.json`);
    assert.throws(
      () => parse({ ...valid, norm_num_groups: 7 }),
      /^InputError: norm_num_groups: Expected a number of groups that \d+ channels divide into but found 7\.$/,
    );
  }
});
