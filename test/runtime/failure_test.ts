import assert from "node:assert/strict";
import { InputError } from "../../lib/errors.ts";
import { failureOf } from "../../lib/runtime/failure.ts";

Deno.test("a device without float16 is told in one sentence, what else fails in ONNX Runtime's words", () => {
  const words = "Error: shader_helper.cc:416 Program Cast requires f16 but the device does not support it.";
  const error = failureOf(words);
  assert.ok(error instanceof InputError);
  assert.match(error.message, /^Expected a WebGPU device with float16/);
  assert.deepEqual(failureOf("Error: out of memory"), new Error("Error: out of memory"));
});
