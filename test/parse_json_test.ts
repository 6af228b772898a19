import assert from "node:assert/strict";
import { InputError } from "../lib/errors.ts";
import { parseJson } from "../lib/parse_json.ts";

Deno.test("JSON is read from text and from bytes, which may begin with a mark", () => {
  assert.deepEqual(parseJson('{ "a": [null, -1] }'), { a: [null, -1] });
  assert.equal(parseJson(Uint8Array.of(0xef, 0xbb, 0xbf, 0x22, 0xc3, 0xa9, 0x22)), "é");
});

Deno.test("what is no JSON is refused in one sentence on one line", () => {
  const cases: [content: string | Uint8Array, message: RegExp][] = [
    ["", /^Expected JSON but found: Unexpected end of JSON input\.$/],
    ['{\n"a" 1 }', /^Expected JSON but found: .* in JSON at position 6 \(line 2 column 5\)\.$/],
    ["[\n\x1b[31m\n]", /^Expected JSON but found: [^\p{Cc}]+ is not valid JSON\.$/u],
    [Uint8Array.of(0x22, 0xff, 0x22), /^Expected JSON but found: The encoded data .*\.$/],
  ];
  for (const [content, message] of cases) {
    assert.throws(() => parseJson(content), (error: Error) => {
      assert.ok(error instanceof InputError);
      assert.match(error.message, message);
      return true;
    });
  }
});
