import assert from "node:assert/strict";
import * as o from "../../lib/onnx/ops/mod.ts";
import {
  apply,
  constant,
  constantInts,
  filled,
  input,
  int64s,
  type Symbolic,
} from "../../lib/onnx/symbolic.ts";
import { leavesOf, mapTree } from "../../lib/onnx/tree.ts";
import { type DType } from "../../lib/tensor.ts";

const of = (...shape: number[]): Symbolic => input("x", { dtype: "float32", shape });
const whole = (...shape: number[]): Symbolic => input("i", { dtype: "int64", shape });

/** Every way to misuse an operator, and what the sentence must say. */
const MISUSES: readonly (readonly [() => unknown, RegExp])[] = [
  [() => o.reshape(of(2, 3), [4, -1]), /^Reshape: Expected a shape of 6 elements but found \[4, -1\]\.$/],
  [() => o.reshape(of(2, 3), [-2, 3]), /^Reshape: Expected a shape of 6 elements/],
  [() => o.reshape(of(0, 3), [0, -1]), /^Reshape: Expected a shape of 0 elements/],
  [
    () => o.reshape(of(2, 3), [5]),
    /^Reshape: Expected as many elements as \[5\] has but found float32\[2, 3\]/,
  ],
  [() => o.transpose(of(2, 3), [0]), /^Transpose: Expected a permutation of 2 axes, not \[0\]/],
  [() => o.transpose(of(2, 3), [0, 0]), /^Transpose: Expected a permutation/],
  [() => o.expand(of(2), [3]), /^Expand: Expected a shape that broadcasts/],
  [() => o.concat([], 0), /^Concat: Expected an input 0 but found /],
  [() => o.concat([of(2, 3), of(2, 2)], 0), /^Concat: Expected tensors that differ only along axis 0/],
  [() => o.concat([of(2), whole(2)], 0), /^Concat: Expected tensors/],
  [() => o.split(of(4), 0, [1, 2]), /^Split: Expected sizes that add up, not \[1, 2\]/],
  [() => o.slice(of(4), 1, 0, 2), /^Slice: Expected an axis from -1 to 0, not 1/],
  [() => o.slice(of(4), 0, 0, 2, 0), /^Slice: Expected steps that are not 0/],
  [() => o.slice(of(4), 0, 0.5, 2), /^Expected integers but found 0.5/],
  [() => o.pad(of(4), [1, 1], [0, 0]), /^Pad: Expected 2 pads ≥ 0, not \[1, 1, 0, 0\]/],
  [() => o.pad(of(4), [-1], [0]), /^Pad: Expected 2 pads ≥ 0/],
  [() => o.depthToSpace(of(1, 6, 2, 2), 2), /^DepthToSpace: Expected a map whose channels divide/],
  [() => o.where(of(2), of(2), of(2)), /^Where: Expected a bool and two equal dtypes/],
  [() => o.where(o.greater(of(2), 0), of(3), of(1)), /^Where: Expected shapes that broadcast/],
  [() => o.matMul(of(2, 3), of(2, 3)), /^MatMul: Expected matrices \[..., m, k\] and \[..., k, n\]/],
  [() => o.matMul(of(3), of(3, 2)), /^MatMul: Expected matrices/],
  [() => o.gemm(of(2, 3), of(2, 3)), /^Gemm: Expected matrices/],
  [() => o.gemm(of(2, 3), of(3, 2), of(3)), /^Gemm: Expected matrices .* and a bias that broadcasts/],
  [() => o.gemm(of(1, 2, 3), of(3, 2)), /^Gemm: Expected two matrices/],
  [() => o.gather(of(2), of(1)), /^Gather: Expected int64 indices/],
  [() => o.gather(of(2), whole(1), 1), /^Gather: Expected an axis from -1 to 0, not 1/],
  [() => o.gatherElements(of(2, 2), whole(2), 0), /^GatherElements: Expected int64 indices of equal rank/],
  [() => o.gatherND(of(2), whole(1, 2)), /^GatherND: Expected int64 index tuples/],
  [() => o.scatterElementsAdd(of(2), whole(2), of(3), 0), /^ScatterElements: Expected int64 indices shaped/],
  [() => o.scatterNDAdd(of(2, 3), whole(1, 1), of(2)), /^ScatterND: Expected int64 index tuples and updates/],
  [() => o.scatterNDAdd(of(2), whole(1, 2), of(1)), /^ScatterND: Expected/],
  [() => o.topK(of(2), 3), /^TopK: Expected at least 3 elements along axis 0/],
  [() => o.argMax(of(2), 2), /^ArgMax: Expected an axis from -1 to 0, not 2/],
  [() => o.reduceSum(of(2), { axes: [1] }), /^ReduceSum: Expected an axis from -1 to 0, not 1/],
  [
    () => apply("Resize", [of(1, 1, 2, 2), undefined, undefined, int64s([1, 1, 3, 2])]),
    /^Resize: Expected a whole/,
  ],
  [() => apply("Nothing", []), /^Expected an operator with a shape rule but found Nothing\.$/],
  [() => constantInts(of(2), "axes"), /^Expected constant axes but found a computed value\.$/],
  [
    () => filled("uint16", [1], 1),
    /^Expected a constant of a dtype that graphs compute with but found uint16\.$/,
  ],
];

Deno.test("operators refuse what does not fit, each with one sentence", () => {
  for (const [misuse, message] of MISUSES) assert.throws(misuse, { name: "InputError", message });
});

Deno.test("shapes are inferred without computing", () => {
  assert.deepEqual(o.conv(of(1, 3, 9, 9), of(8, 3, 3, 3), { stride: 2, pad: 1 }).shape, [1, 8, 5, 5]);
  assert.deepEqual(o.gemm(of(3, 2), of(5, 3), of(5), { transA: true, transB: true }).shape, [2, 5]);
  assert.deepEqual(o.gather(of(2, 3, 4), whole(5, 6), 1).shape, [2, 5, 6, 4]);
  const { dtype, shape } = o.topK(of(2, 9), 4).indices;
  assert.deepEqual({ dtype, shape }, { dtype: "int64", shape: [2, 4] });
  assert.deepEqual(o.argMax(of(2, 3), 0).shape, [3]);
  assert.equal(o.argMax(of(2, 3), 0).dtype, "int64");
});

Deno.test("a filled constant holds its value in any dtype that graphs compute with", () => {
  const dtypes: readonly DType[] = ["float16", "float32", "float64", "int32", "int64", "uint8", "bool"];
  const values = dtypes.map((dtype) => Number(filled(dtype, [2], 1).data[1]));
  assert.deepEqual(values, [0x3c00, 1, 1, 1, 1, 1, 1]);
});

Deno.test("trees keep their shape; a path names each leaf", () => {
  const tree = { a: [constant(filled("bool", [], 1)), { b: of(2) }], c: of(3) };
  assert.deepEqual(leavesOf(tree).map(({ path }) => path), ["a.0", "a.1.b", "c"]);
  assert.deepEqual(mapTree(tree, (leaf) => leaf.shape as never), { a: [[], { b: [2] }], c: [3] } as never);
  assert.deepEqual(leavesOf(of(1)).map(({ path }) => path), [""]);
  assert.throws(
    () => leavesOf({ a: 3 as never }),
    /Expected tensors in arrays and records but found 3 at "a"\./,
  );
});
