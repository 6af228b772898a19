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
