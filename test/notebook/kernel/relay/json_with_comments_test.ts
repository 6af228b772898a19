import assert from "node:assert/strict";
import { InputError } from "../../../../lib/errors.ts";
import { parseJsonWithComments } from "../../../../lib/notebook/kernel/relay/json_with_comments.ts";

Deno.test("JSON may hold comments and commas at ends of lists", () => {
  const text =
    '\uFEFF{ // a\n "a": [-1.5e2, true, null, "\\u00e9//",], /* b\n */ "b": { "c": "`x`", }, }\n// end';
  assert.deepEqual(parseJsonWithComments(text), { a: [-150, true, null, "é//"], b: { c: "`x`" } });
});

Deno.test("what is no JSON is refused with its place", () => {
  const cases: [string, string][] = [
    ["", "line 1, column 1: value expected"],
    ["// only a comment", "line 1, column 18: value expected"],
    ['{\n  "a" 1 }', "line 2, column 7: colon expected"],
    ["[1 2]", "line 1, column 4: comma expected"],
    ["[1", "line 1, column 3: close bracket expected"],
    ["{\n", "line 2, column 1: close brace expected"],
    ['{ "a": `x` }', "line 1, column 8: invalid symbol"],
    ['{ "a": x }', "line 1, column 8: invalid symbol"],
    ['{ "a": 1 + 1 }', "line 1, column 10: invalid symbol"],
    ["{ 'a': 1 }", "line 1, column 3: invalid symbol"],
    ["{}\nfalse", "line 2, column 1: end of file expected"],
  ];
  for (const [text, place] of cases) {
    assert.throws(
      () => parseJsonWithComments(text),
      new InputError(`Expected JSON with comments but found at ${place}.`),
      text,
    );
  }
});
