import assert from "node:assert/strict";
import fc from "fast-check";
import { ellipsis, textWidth, wrap } from "../../lib/figures/text.ts";

Deno.test("wrapped lines hold the words in their order, each line within its width", () => {
  const word = fc.stringMatching(/^[a-zA-Z0-9(),.]{1,12}$/);
  fc.assert(fc.property(fc.array(word), (words) => {
    const lines = wrap(words.join("  \n"), 200, 10);
    assert.deepEqual(lines.flatMap((line) => line.split(" ")), words);
    assert.ok(lines.every((line) => textWidth(line, 10) <= 200));
  }));
});

Deno.test("a text that fits is left alone, any other ends in an ellipsis and fits", () => {
  assert.equal(ellipsis("draggan", 100, 10), "draggan");
  fc.assert(fc.property(fc.string({ unit: "grapheme", minLength: 30 }), (text) => {
    const short = ellipsis(text, 60, 10);
    assert.ok(short === text || short.endsWith("…"));
    assert.ok(textWidth(short, 10) <= 60);
  }));
});

Deno.test("a word longer than a line is shortened", () => {
  assert.deepEqual(wrap(`a ${"x".repeat(100)} b`, 70, 10).map((line) => line.at(-1)), ["a", "…", "b"]);
});
