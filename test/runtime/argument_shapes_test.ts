import assert from "node:assert/strict";
import fc from "fast-check";
import { argumentShapes } from "../../lib/runtime/argument_shapes.ts";
import { zeros } from "../../lib/tensor.ts";

const length = fc.integer({ min: 1, max: 3 });

Deno.test("shapes are taken where every letter is one length, and no others", () => {
  const check = argumentShapes(["features [n, C, k, k]", "template [n, C]", "pairs [m, 2]"]);
  fc.assert(fc.property(fc.array(length, { minLength: 8, maxLength: 8 }), (sizes) => {
    const [n, c, k, same, n2, c2, m, two] = sizes as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const arguments_ = [zeros([n, c, k, same]), zeros([n2, c2]), zeros([m, two])];
    const fit = k === same && n === n2 && c === c2 && two === 2;
    if (fit) check(arguments_);
    else assert.throws(() => check(arguments_), { name: "InputError" });
  }));
});

const refused: readonly (readonly [readonly string[], readonly unknown[], string])[] = [
  [["map [n, k, k]"], [zeros([2, 3])], "Expected map [n, k, k] but found [2, 3]."],
  [["map [n, k, k]"], [zeros([1, 3, 2])], "Expected map [n, k, k] but found [1, 3, 2]."],
  [["tau []"], [zeros([1])], "Expected tau [] but found [1]."],
  [["a [n]", "b [n, 2]"], [zeros([3]), undefined], "Expected b [n, 2] = [3, 2] but found nothing."],
  [["a [n]"], [0.5], "Expected a [n] but found 0.5."],
];

for (const [texts, values, message] of refused) {
  Deno.test(`${texts.join(", ")} refuses other things: ${message}`, () => {
    assert.throws(() => argumentShapes(texts)(values), { name: "InputError", message });
  });
}

Deno.test("of an argument without a shape nothing is checked", () => {
  argumentShapes(["filter", "a [2]"])([{ numerator: 1 }, zeros([2])]);
});

Deno.test("texts that say no shape are refused", () => {
  for (const text of ["", "a [n", "a[n]", "a [n,k]", "[n]", "a [n] b"]) {
    assert.throws(() => argumentShapes([text]), /^InputError: Expected an argument such as "features/, text);
  }
});
