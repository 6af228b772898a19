import assert from "node:assert/strict";
import { named } from "../../lib/onnx/alias.ts";
import { encodeModel } from "../../lib/onnx/model.ts";
import * as o from "../../lib/onnx/ops/mod.ts";
import { constant, input, type Symbolic } from "../../lib/onnx/symbolic.ts";
import { trace } from "../../lib/onnx/trace.ts";
import { grad } from "../../lib/onnx/transforms.ts";
import { type Tree } from "../../lib/onnx/tree.ts";
import { openRuntime, type Traceable } from "../../lib/runtime/runtime.ts";
import { exportOnnx } from "../../lib/runtime/tensor_function.ts";
import { float32, type Tensor, zeros } from "../../lib/tensor.ts";
import { normal, single } from "./cases/case.ts";
import { type DecodedModel, decodeModel } from "./decode_protobuf.ts";

const pair = { dtype: "float32", shape: [2] } as const;
const decoded = (f: (...xs: never[]) => Tree<Symbolic>, ...types: readonly (typeof pair)[]): DecodedModel =>
  decodeModel(exportOnnx(f, types, "f").model);

/** The outputs of a function, computed by ONNX Runtime. */
async function outputsOf(f: Traceable, ...args: readonly Tensor[]): Promise<number[][]> {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const outputs = await runtime.runTree(f, args) as readonly Tensor[];
  return outputs.map(({ data }) => [...data].map(Number));
}

Deno.test("a model says its operator set, its types and its names", () => {
  const model = decoded((x: Symbolic) => ({ loss: o.reduceSum(x), all: [o.neg(x)] }), pair);
  assert.deepEqual([model.irVersion, model.opset, model.graphName], [8, 18, "f"]);
  assert.deepEqual(model.inputs, [{ name: "in.0", dtype: 1, shape: [2] }]);
  assert.deepEqual(model.outputs, [
    { name: "out.loss", dtype: 1, shape: [] },
    { name: "out.all.0", dtype: 1, shape: [2] },
  ]);
});

Deno.test("nodes are filed under the named value that they lead to", () => {
  const model = decoded((x: Symbolic) => {
    const first = named("b4/conv1", o.relu(o.mul(o.mul(x, 2), 3)));
    return named("b4/conv2", o.mul(first, 5));
  }, pair);
  assert.deepEqual(model.nodes.map(({ name }) => name), [
    "b4/conv1/Mul",
    "b4/conv1/Mul_1",
    "b4/conv1/Relu",
    "b4/conv2/Mul",
    "out",
  ]);
  assert.deepEqual(model.nodes[3]!.inputs[0], "b4/conv1/Relu");
});

Deno.test("what two named values need is filed under the first of them", () => {
  const model = decoded((x: Symbolic) => {
    const common = o.mul(x, 2);
    const first = named("first", o.relu(common));
    return [o.abs(common), named("second", o.add(first, common))];
  }, pair);
  assert.deepEqual(model.nodes.slice(0, 4).map(({ name }) => name), [
    "first/Mul",
    "Abs",
    "first/Relu",
    "second/Add",
  ]);
});

Deno.test("large constants are external data in plain files of their own, small ones stay in the model", () => {
  const weights = ["b4/conv/w", "b4.conv.w", "B4/conv/w", "../w", ""].map((name) =>
    constant(zeros([300]), name)
  );
  const small = constant(zeros([256]), "small/w");
  const { model, weights: files } = exportOnnx(() => [...weights, small], [], "f");
  const { constants } = decodeModel(model);
  const large = constants.filter(({ external }) => external.location);
  const names = large.map(({ external }) => external.location!);
  assert.deepEqual(large.map(({ name }) => name), [
    "b4/conv/w",
    "b4.conv.w",
    "B4/conv/w_1",
    "../w",
    "const_4",
  ]);
  assert.deepEqual(names, ["b4_conv_w.bin", "b4_conv_w_1.bin", "B4_conv_w_1_1.bin", "_w.bin", "const_4.bin"]);
  assert.equal(new Set(names.map((n) => n.toLowerCase())).size, names.length);
  assert(large.every(({ external }) => external.offset === "0" && external.length === "1200"));
  assert(large.every(({ bytes }) => bytes.length === 0));
  assert.deepEqual([...files.keys()], names);
  assert.equal(constants.find(({ name }) => name === "small/w")!.bytes.length, 1024);
});

Deno.test("a tensor is cut into more pieces than small constants have room for", async () => {
  const ones = Array<number>(300).fill(1);
  const pieces = (x: Symbolic): Symbolic[] => [o.concat(o.split(x, 0, ones).toReversed(), 0)];
  const numbers = [...ones.keys()];
  assert.deepEqual(await outputsOf(pieces, float32([300], numbers)), [numbers.toReversed()]);
});

Deno.test("one tensor used twice is stored once; another shape over its data is another constant", () => {
  const data = new Float32Array(400);
  const [row, square] = [float32([400], data), float32([20, 20], data)];
  const f =
    (): Symbolic[] => [constant(row, "w"), constant(row, "w"), constant(row, "v"), constant(square, "w")];
  const { constants } = decodeModel(exportOnnx(f, [], "f").model);
  assert.deepEqual(constants.map(({ name, shape }) => [name, shape]), [["w", [400]], ["w_1", [20, 20]]]);
});

Deno.test("names of constants give way to those of inputs, outputs and nodes, and to each other", async () => {
  const names = ["in.0", "out.0", "Add", "w", "w", "const_0", ""];
  const f = (x: Symbolic): Symbolic[] => names.map((name, i) => o.add(x, constant(float32([1], [i]), name)));
  const { nodes, constants, inputs, outputs } = decoded(f, pair);
  const all = [
    ...nodes.filter((n) => n.type !== "Identity").flatMap((n) => n.outputs),
    ...[...constants, ...inputs, ...outputs].map(({ name }) => name),
  ];
  assert.equal(new Set(all).size, all.length);
  assert.deepEqual(await outputsOf(f, float32([2], [10, 20])), names.map((_, i) => [10 + i, 20 + i]));
});

Deno.test("outputs may be inputs, constants, aliases and each other; inputs may be unused", async () => {
  const f = (x: Symbolic, _: Symbolic, z: Symbolic): Tree<Symbolic> => {
    const y = named("y", o.mul(x, 2));
    return [x, y, y, named("again", y), constant(float32([1], [7])), z, float32([1], [8]) as never];
  };
  const args = [float32([2], [1, 2]), float32([1], [9]), float32([1], [3])];
  assert.deepEqual(await outputsOf(f, ...args), [[1, 2], [2, 4], [2, 4], [2, 4], [7], [3], [8]]);
});

Deno.test("tensors without elements go in, through and out", async () => {
  const f = (x: Symbolic): Symbolic[] => [o.concat([x, constant(zeros([0, 2]))], 0), o.reduceSum(x)];
  assert.deepEqual(await outputsOf(f, zeros([0, 2])), [[], [0]]);
});

Deno.test("a chain of 10,000 operations is traced, differentiated, encoded and run", async () => {
  const f = (x: Symbolic): Symbolic => {
    let y = x;
    for (let i = 0; i < 10_000; i++) y = i % 1000 === 0 ? named(`step${i}`, o.neg(y)) : o.neg(y);
    return y;
  };
  const slope = grad((x: Symbolic) => o.reduceSum(f(x)));
  const both = (x: Symbolic): Symbolic[] => [f(x), slope(x)];
  assert.deepEqual(await outputsOf(both, float32([2], [1, 2])), [[1, 2], [1, 1]]);
});

Deno.test("values from another trace, and two tensors under one name, are refused", () => {
  const stray = input("x", pair);
  assert.throws(() => encodeModel(trace("f", () => stray, []).graph), /found the input of another one/);
  const twice = (): Tree<Symbolic> => ({ "a.b": constant(zeros([1])), a: { b: constant(zeros([1])) } });
  assert.throws(() => trace("f", twice, []), {
    name: "InputError",
    message: "f: Expected one tensor per name but found two called out.a.b.",
  });
  assert.throws(
    () => trace("f", () => null as never, []),
    /Expected tensors in arrays and records but found null/,
  );
});

Deno.test("weights named in a deep scope run from external data", async () => {
  const w = constant(single(normal([4, 4, 5, 5])), "unet/down0/conv/weight");
  const f = (x: Symbolic): Symbolic[] => [named("unet/down0", o.conv(x, w))];
  const { weights } = exportOnnx(f, [{ dtype: "float32", shape: [1, 4, 5, 5] }]);
  assert.deepEqual([...weights.keys()], ["unet_down0_conv_weight.bin"]);
  const [out] = await outputsOf(f, single(normal([1, 4, 5, 5], 2)));
  assert(out!.every(Number.isFinite));
});
