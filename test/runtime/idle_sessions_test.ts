import assert from "node:assert/strict";
import { encodeSafetensors } from "../../lib/formats/safetensors.ts";
import { readTensors } from "../../lib/hub/read_tensors.ts";
import * as o from "../../lib/onnx/ops/mod.ts";
import { constant, type Symbolic } from "../../lib/onnx/symbolic.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { float32, type Tensor } from "../../lib/tensor.ts";
import { temporaryFolder } from "../cli/temporary_folder.ts";

/** x + v with v of `size` numbers, a new closure and a new tensor each time. */
const plus = (v: number, size: number) => (x: Symbolic): Symbolic =>
  o.add(x, constant(float32([size], new Float32Array(size).fill(v))));

Deno.test("a released session is used again for an equal graph only, whatever the closure", async () => {
  await using runtime = await openRuntime({ provider: "cpu", keep: 2 });
  const first = async (v: number, size: number): Promise<number> => {
    const x: Tensor = float32([size], new Float32Array(size));
    await using compiled = await runtime.compile(plus(v, size), [x]);
    return Number((await compiled.run(x)).data[0]);
  };
  // Small constants stand in the graph, large ones beside it.
  for (const size of [4, 4096]) {
    assert.deepEqual([await first(1, size), await first(2, size), await first(1, size)], [1, 2, 1]);
  }
  assert.equal(runtime.liveSessions, 0);
});

Deno.test("a session of stored weights is not used again once their file is another one", async () => {
  using folder = temporaryFolder();
  const path = folder.at("w.safetensors");
  await using runtime = await openRuntime({ provider: "cpu", keep: 2 });
  const x = float32([64, 64], new Float32Array(4096));
  for (const v of [1, 2]) {
    Deno.writeFileSync(
      path,
      encodeSafetensors(new Map([["w", float32([64, 64], new Float32Array(4096).fill(v))]])),
    );
    Deno.utimeSync(path, v, v);
    const { tensors } = await readTensors(path, 0);
    await using compiled = await runtime.compile((x: Symbolic) => o.add(x, constant(tensors.get("w")!)), [x]);
    assert.equal((await compiled.run(x)).data[0], v);
  }
});

Deno.test("two users of equal graphs at one time have a session each, and too many idle ones are released", async () => {
  await using runtime = await openRuntime({ provider: "cpu", keep: 1 });
  const x = float32([2], [0, 0]);
  {
    await using a = await runtime.compile(plus(1, 2), [x]);
    await using b = await runtime.compile(plus(1, 2), [x]);
    assert.equal(runtime.liveSessions, 2);
    assert.deepEqual([...(await a.run(x)).data, ...(await b.run(x)).data], [1, 1, 1, 1]);
  }
  await using again = await runtime.compile(plus(1, 2), [x]);
  assert.deepEqual([...(await again.run(x)).data], [1, 1]);
  assert.equal(runtime.liveSessions, 1);
});
