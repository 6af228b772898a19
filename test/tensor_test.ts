import assert from "node:assert/strict";
import { float32, onlyNumber, tensor, zeros } from "../lib/tensor.ts";

Deno.test("the number of a tensor is taken where it has one of float32, of any shape, and nowhere else", () => {
  assert.equal(onlyNumber(float32([], [3])), 3);
  assert.equal(onlyNumber(float32([1, 1], [-2])), -2);
  const refused = (found: string): { name: string; message: string } => ({
    name: "InputError",
    message: `Expected one number of float32 but found ${found}.`,
  });
  assert.throws(() => onlyNumber(zeros([2])), refused("float32 [2]"));
  assert.throws(() => onlyNumber(zeros([0])), refused("float32 [0]"));
  assert.throws(() => onlyNumber(tensor("int64", [1], BigInt64Array.of(1n))), refused("int64 [1]"));
});
