import assert from "node:assert/strict";
import { coloursOf, sharedColour } from "../../lib/figures/colours.ts";

/** The colour of a method that is alone in a figure. */
const alone = (method: string): string => coloursOf([method])[0]!;

Deno.test("a published method has the same colour whatever else is in the figure", () => {
  assert.equal(coloursOf(["x", "stabledrag"])[1], alone("stabledrag"));
  assert.equal(coloursOf(["stabledrag", "draggan"])[0], alone("stabledrag"));
});

Deno.test("methods of one figure have colours of their own, one method has one", () => {
  const names = ["draggan", "freedrag", "stabledrag", "dragdiffusion", "freedrag-diff", "stabledrag-diff"];
  const others = ["no-filter", "no-switch", "r1=1", "r1=2", "r1=3", "r1=4", "r1=5", "toString"];
  assert.equal(new Set(coloursOf([...names, ...others])).size, names.length + others.length);
  assert.equal(new Set(coloursOf(["mine", "mine", "mine"])).size, 1);
});

Deno.test("no edit is grey, and no edit, methods and their parts alone have fixed colours that nothing else gets", () => {
  const fixed = ["no edit", "draggan", "freedrag", "stabledrag", "tracker alone", "supervision alone"];
  const colours = fixed.map(alone);
  assert.equal(new Set(colours).size, fixed.length);
  assert.match(colours[0]!, /^#(..)\1\1$/);
  const others = coloursOf(Array.from({ length: 50 }, (_, i) => `method ${i}`));
  assert.ok(others.every((colour) => !colours.includes(colour)));
});

Deno.test("more methods than there are colours for have hues of their own, but for those with a fixed colour", () => {
  const many = coloursOf(["draggan", ...Array.from({ length: 9 }, (_, i) => `method ${i}`)]);
  assert.equal(many[0], alone("draggan"));
  assert.equal(new Set(many).size, many.length);
  const rows = coloursOf(["draggan", ...Array.from({ length: 9 }, (_, i) => `method ${i}`)], sharedColour);
  assert.deepEqual([rows[0], new Set(rows).size], [alone("draggan"), 2]);
  assert.equal(
    new Set(coloursOf([...Array.from({ length: 9 }, (_, i) => `method ${i}`), "method 3"])).size,
    9,
  );
});
