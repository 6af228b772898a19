import assert from "node:assert/strict";
import { gelu } from "../../../lib/generators/diffusion/layers.ts";
import { checkGrads } from "../../../lib/runtime/check_grads.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { float32 } from "../../../lib/tensor.ts";

const X = float32([7], [-5, -1.5, -0.5, 0, 0.5, 1.5, 5]);

Deno.test("GELU's own derivative is that of finite differences", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const { error } = await checkGrads(runtime, gelu, [X]);
  assert.ok(error < 1e-3, `${error}`);
});

Deno.test("GELU is x Φ(x)", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const { data } = await runtime.run(gelu, X);
  const expected = [-1.4333e-6, -0.100211, -0.154269, 0, 0.345731, 1.399789, 4.9999986];
  expected.forEach((y, i) => assert.ok(Math.abs(Number(data[i]) - y) < 2e-6, `${data[i]} for ${y}`));
});
