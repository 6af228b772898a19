import assert from "node:assert/strict";
import { workingSize } from "../../lib/edit/working_size.ts";

Deno.test("a model of wider pictures than 512 pixels works on 512, too", () => {
  assert.deepEqual(workingSize([768, 1024], 8, 768), [384, 512]);
});
