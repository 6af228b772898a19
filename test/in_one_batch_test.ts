import assert from "node:assert/strict";
import { inOneBatch } from "../lib/in_one_batch.ts";
import { float32 } from "../lib/tensor.ts";

Deno.test("batches of any sizes are one after the other", () => {
  const parts = [float32([2, 1, 2], [1, 2, 3, 4]), float32([1, 1, 2], [5, 6])];
  assert.deepEqual(inOneBatch(parts), float32([3, 1, 2], [1, 2, 3, 4, 5, 6]));
});
