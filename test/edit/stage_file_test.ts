import assert from "node:assert/strict";
import { tensorHash } from "../../lib/edit/stage_file.ts";
import { float32 } from "../../lib/tensor.ts";

Deno.test("tensors of the same numbers in another shape have another hash", async () => {
  assert.notEqual(await tensorHash(float32([1, 2], [3, 4])), await tensorHash(float32([2, 1], [3, 4])));
});
