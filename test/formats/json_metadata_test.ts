import assert from "node:assert/strict";
import { z } from "zod";
import { FormatError } from "../../lib/errors.ts";
import { jsonMetadata } from "../../lib/formats/json_metadata.ts";

const SCHEMA = z.object({ step: z.int() });
const read = (text?: string): { step: number } =>
  jsonMetadata(new Map(text === undefined ? [] : [["note", text]]), "note", SCHEMA, "a note");

Deno.test("the value under a name is read, and whatever is none is refused", () => {
  assert.deepEqual(read('{"step":3}'), { step: 3 });
  for (const text of [undefined, "", "{", "null", '{"step":"3"}', '{"step":1.5}']) {
    assert.throws(() => read(text), (error) => {
      assert.ok(error instanceof FormatError);
      assert.match(error.message, /Expected a note but found other metadata\./);
      return true;
    });
  }
});
