import assert from "node:assert/strict";
import { rint } from "../lib/rint.ts";

Deno.test("halves are rounded to even numbers, all else to the nearest, as NumPy does", () => {
  assert.deepEqual([0.5, 1.5, 2.5, 22.5, 127.5, 2.4, 2.6].map(rint), [0, 2, 2, 22, 128, 2, 3]);
  assert.deepEqual([-0.5, -1.5, -2.5, -2.4].map((v) => rint(v) + 0), [0, -2, -2, -2]);
});
