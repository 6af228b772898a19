import assert from "node:assert/strict";
import { InputError } from "../lib/errors.ts";
import { messageOf } from "../lib/message_of.ts";

Deno.test("whatever is thrown has a message", () => {
  const thrown = [new InputError("Expected more."), new DOMException("gone"), "text", undefined, 3];
  assert.deepEqual(thrown.map(messageOf), ["Expected more.", "gone", "text", "undefined", "3"]);
});
