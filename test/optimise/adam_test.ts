import assert from "node:assert/strict";
import { adamStart, adamUpdate } from "../../lib/optimise/adam.ts";
import { float32 } from "../../lib/tensor.ts";

Deno.test("weight decay shrinks the variable beside Adam's step, whatever the gradient", () => {
  const [variable, gradient] = [float32([2], [2, -4]), float32([2], [1, 1])];
  const plain = adamUpdate(adamStart(2), variable, gradient, 0.1);
  const decayed = adamUpdate(adamStart(2), variable, gradient, 0.1, 0.5);
  assert.deepEqual([...plain.variable.data].map((v) => v.toFixed(6)), ["1.900000", "-4.100000"]);
  assert.deepEqual([...decayed.variable.data].map((v) => v.toFixed(6)), ["1.800000", "-3.900000"]);
  assert.deepEqual(decayed.state, plain.state);
});
