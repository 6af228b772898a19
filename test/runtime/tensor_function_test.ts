import assert from "node:assert/strict";
import * as o from "../../lib/onnx/ops/mod.ts";
import { constant, type Symbolic } from "../../lib/onnx/symbolic.ts";
import { grad } from "../../lib/onnx/transforms.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { exportOnnx, tensorFunction } from "../../lib/runtime/tensor_function.ts";
import { float32, type Tensor, tensor, zeros } from "../../lib/tensor.ts";
import { decodeModel } from "../onnx/decode_protobuf.ts";

/** S(q) = ⟨z, F(q)⟩. */
const filterResponse = tensorFunction(
  "filterResponse",
  (features: Symbolic, filter: Symbolic): Symbolic => o.conv(features, o.reshape(filter, [1, -1, 1, 1])),
);

const features = float32([1, 2, 1, 2], [1, 2, 3, 4]);

Deno.test("a tensor function runs alone", async () => {
  assert.deepEqual(
    await filterResponse.run(features, float32([2], [1, 10])),
    float32([1, 1, 1, 2], [31, 42]),
  );
  assert.equal(filterResponse.title, "filterResponse");
});

Deno.test("it runs with settings of one's choice", async () => {
  const square = tensorFunction("square", (x: Symbolic) => ({ y: o.softmax(o.square(x)) }));
  const x = tensor("float64", [1], Float64Array.of(3));
  assert.deepEqual(await square.runWith({ provider: "cpu", optimization: "basic" }, x), {
    y: tensor("float64", [1], Float64Array.of(1)),
  });
});

Deno.test("it becomes part of a bigger graph, differentiable, under its name", async () => {
  const loss = (filter: Symbolic, map: Symbolic): Symbolic => o.reduceSum(filterResponse(map, filter));
  const slope = grad(loss);
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  assert.deepEqual(await runtime.run(slope, zeros([2]), features), float32([2], [3, 7]));
  const { nodes } = decodeModel(exportOnnx(loss, [zeros([2]), features]).model);
  assert.deepEqual(nodes.map(({ name }) => name), [
    "filterResponse/Reshape",
    "filterResponse/Conv",
    "ReduceSum",
    "out",
  ]);
});

Deno.test("exportOnnx gives the model and, beside it, its large constants", () => {
  const weight = constant(zeros([1000]), "layer/w");
  const { model, weights } = exportOnnx(function scaled(x: Symbolic): Symbolic {
    return o.mul(x, weight);
  }, [{ dtype: "float32", shape: [1] }]);
  assert.equal(decodeModel(model).graphName, "scaled");
  assert.deepEqual([...weights], [["layer_w.bin", zeros([1000])]]);
});

Deno.test("errors of a tensor function that runs alone begin with its name", async () => {
  const dot = tensorFunction("dot", (a: Symbolic, b: Symbolic) => o.reduceSum(o.mul(a, b)));
  assert.equal(dot.name, "dot");
  const three = float32([3], [1, 2, 3]);
  const run = dot.run as (...args: Tensor[]) => Promise<Tensor>;
  await assert.rejects(run(three), { name: "InputError", message: "dot: Expected 2 arguments but found 1." });
  const short = { ...three, data: three.data.slice(1) };
  await assert.rejects(run(three, short), /^InputError: dot: Expected 3 elements for in\.1 but found 2/);
});

Deno.test("so do those of one within a bigger graph, and of shapes that it does not take", async () => {
  const dot = tensorFunction(
    "dot",
    (a: Symbolic, b: Symbolic) => o.reduceSum(o.mul(a, b)),
    ["a [n]", "b [n]"],
  );
  const outer = tensorFunction("outer", (x: Symbolic) => dot(x, o.slice(x, 0, 0, 1)));
  const two = float32([2], [1, 2]);
  assert.deepEqual(await dot.run(two, two), float32([], [5]));
  await assert.rejects(outer.run(two), {
    name: "InputError",
    message: "outer: dot: Expected b [n] = [2] but found [1].",
  });
  const partial = tensorFunction("partial", (x: Symbolic) => (dot as (...args: Symbolic[]) => Symbolic)(x));
  await assert.rejects(partial.run(two), {
    name: "InputError",
    message: "partial: dot: Expected b [n] = [2] but found nothing.",
  });
});

Deno.test("a tensor function may return known data and arguments, and says its name where it returns nothing", async () => {
  const known = tensorFunction(
    "known",
    (x: Symbolic) => ({ x, k: float32([1], [3]) as unknown as Symbolic }),
  );
  assert.deepEqual(await known.run(float32([1], [5])), { x: float32([1], [5]), k: float32([1], [3]) });
  const nothing = tensorFunction("nothing", (_: Symbolic) => undefined as unknown as Symbolic);
  await assert.rejects(nothing.run(float32([1], [5])), /^InputError: nothing: Expected tensors in arrays/);
  const vector = tensorFunction("vector", (x: Symbolic) => o.transposeLast(x));
  await assert.rejects(vector.run(float32([1], [5])), {
    name: "InputError",
    message: "vector: Expected two axes to swap but found [1].",
  });
});
