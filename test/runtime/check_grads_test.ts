import assert from "node:assert/strict";
import * as o from "../../lib/onnx/ops/mod.ts";
import { type Symbolic } from "../../lib/onnx/symbolic.ts";
import { customVjp } from "../../lib/onnx/transforms.ts";
import { checkGrads } from "../../lib/runtime/check_grads.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { normal, single } from "../onnx/cases/case.ts";

const CPU = { provider: "cpu", optimization: "basic", threads: 1 } as const;

Deno.test("checkGrads finds right derivatives right, and leaves no session open", async () => {
  await using runtime = await openRuntime(CPU);
  const f = (x: Symbolic, y: Symbolic): Symbolic => o.mul(o.sin(x), o.exp(y));
  const { error, reverse, difference } = await checkGrads(runtime, f, [normal([2, 3], 1), normal([3], 2)]);
  assert(error < 1e-7);
  assert(Math.abs(reverse) > 0.1 && Math.abs(reverse - difference) < 1e-7);
  const inFloat32 = await checkGrads(runtime, f, [single(normal([2, 3], 1)), single(normal([3], 2))]);
  assert(inFloat32.error < 2e-3);
  assert.equal(runtime.liveSessions, 0);
});

Deno.test("checkGrads finds a sign, a factor and a missing term", async () => {
  await using runtime = await openRuntime(CPU);
  const wrong = [
    customVjp((x: Symbolic) => o.sin(x), (g, [x]) => [o.neg(o.mul(g, o.cos(x)))]),
    customVjp((x: Symbolic) => o.sin(x), (g) => [g]),
    customVjp((x: Symbolic) => o.sin(x), () => [undefined]),
    customVjp((x: Symbolic) => o.sin(x), (g) => [o.div(g, 0)]),
  ];
  for (const f of wrong) {
    const { error } = await checkGrads(runtime, f, [normal([4])]);
    assert(!(error < 1e-2), `${error}`);
  }
});

Deno.test("another seed gives another direction; the step may be chosen", async () => {
  await using runtime = await openRuntime(CPU);
  const cube = (x: Symbolic): Symbolic => o.pow(x, 3);
  const first = await checkGrads(runtime, cube, [normal([4])]);
  const second = await checkGrads(runtime, cube, [normal([4])], { seed: 7 });
  const coarse = await checkGrads(runtime, cube, [normal([4])], { epsilon: 1 });
  assert.notEqual(first.reverse, second.reverse);
  assert.equal(first.reverse, coarse.reverse);
  assert(coarse.error > 1e-2);
});
