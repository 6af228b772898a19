import assert from "node:assert/strict";
import { InferenceSession, Tensor as OrtTensor } from "onnxruntime-node";
import { encodeModel } from "../../lib/onnx/model.ts";
import { add, cast, matMul, mul } from "../../lib/onnx/ops/mod.ts";
import { constant, type Symbolic } from "../../lib/onnx/symbolic.ts";
import { trace } from "../../lib/onnx/trace.ts";
import { Values } from "../../lib/onnx/values.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { float32ToFloat16 } from "../../lib/formats/float16.ts";
import { bytesOf, float32, tensor } from "../../lib/tensor.ts";

const half = tensor("float16", [2, 2], float32ToFloat16(Float32Array.of(1, 2, 3, 4)));
const twice = (x: Symbolic): Symbolic => {
  const wide = cast(constant(half, "weight"), "float32");
  return add(matMul(matMul(x, wide), wide), wide);
};
const type = { dtype: "float32", shape: [2, 2] } as const;

Deno.test("every reader of a half-precision weight widens it for itself", async () => {
  const { graph } = trace("twice", twice, [type]);
  const kinds = [...new Values(graph, 0).nodes.keys()].map((node) => node.type);
  const widening = Array<string[]>(3).fill(["Reshape", "Cast"]).flat();
  assert.deepEqual(kinds, [...widening, "MatMul", "MatMul", "Add"]);
  assert.equal(encodeModel(graph).weights.size, 0);
  assert.ok(!encodeModel(graph).lean, "few of them are widened once");
  await using runtime = await openRuntime({ provider: "cpu" });
  const { data } = await runtime.run(twice, float32([2, 2], [1, 0, 0, 1]));
  assert.deepEqual([...data], [8, 12, 18, 26]);
});

Deno.test("ONNX Runtime has the shapes of many widened weights without being told, but not in advance", async () => {
  const many = tensor("float16", [8192, 4096], new Uint16Array(8192 * 4096).fill(half.data[0]!));
  const sum = (x: Symbolic): Symbolic => matMul(x, cast(constant(many, "weight"), "float32"));
  const { graph } = trace("sum", sum, [{ dtype: "float32", shape: [1, 8192] }]);
  assert.equal(new Values(graph).shapes.length, 1);
  const { model, weights, lean } = encodeModel(graph);
  assert.ok(lean);
  const externalData = [...weights].map(([path, { data }]) => ({ path, data: bytesOf(data) }));
  const session = await InferenceSession.create(model, { logSeverityLevel: 4, externalData });
  assert.deepEqual(session.inputNames, ["in.0"]);
  const x = new OrtTensor("float32", new Float32Array(8192).fill(1), [1, 8192]);
  assert.equal((await session.run({ "in.0": x }))["out"]!.data[0], 8192);
  await session.release();
});

Deno.test("a widened weight may be an output", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const both = (x: Symbolic) => {
    const wide = cast(constant(half, "weight"), "float32");
    return { wide, scaled: mul(x, wide) };
  };
  const { wide, scaled } = await runtime.run(both, float32([], [2]));
  assert.deepEqual([...wide.data], [1, 2, 3, 4]);
  assert.deepEqual([...scaled.data], [2, 4, 6, 8]);
});

Deno.test("other casts are shared as they are written", () => {
  const shared = (x: Symbolic): Symbolic => {
    const wide = cast(x, "float32");
    return mul(wide, add(wide, 1));
  };
  const { graph } = trace("shared", shared, [{ dtype: "float16", shape: [2] }]);
  assert.deepEqual([...new Values(graph).nodes.keys()].map((node) => node.type), ["Cast", "Add", "Mul"]);
});
