import assert from "node:assert/strict";
import { CONVOLUTIONS, flopsOf, productNodes, PRODUCTS } from "../../lib/bench/product_nodes.ts";
import * as o from "../../lib/onnx/ops/mod.ts";
import { constant, type Symbolic } from "../../lib/onnx/symbolic.ts";
import { trace } from "../../lib/onnx/trace.ts";
import { grad } from "../../lib/onnx/transforms.ts";
import { float32, sizeOf, tensor } from "../../lib/tensor.ts";

const weight = (...shape: number[]): Symbolic => constant(float32(shape, new Float32Array(sizeOf(shape))));

const PICTURE = float32([2, 3, 8, 8], new Float32Array(2 * 3 * 8 * 8));

/** Two equal convolutions, another one, and one that leads to no output. */
const network = (x: Symbolic): Symbolic => {
  const wide = o.conv(x, weight(3, 3, 3, 3), { pad: 1 });
  const again = o.conv(wide, weight(3, 3, 3, 3), { pad: 1 });
  o.conv(again, weight(5, 3, 3, 3));
  return o.conv(again, weight(4, 3, 1, 1));
};

Deno.test("equal convolutions of a graph are counted together with their work", () => {
  const nodes = productNodes(trace("network", network, [PICTURE]).graph, CONVOLUTIONS);
  const facts = nodes.map(({ type, left, count, flops }) => ({ type, left, count, flops }));
  assert.deepEqual(facts, [
    { type: "Conv", left: [2, 3, 8, 8], count: 2, flops: 2 * 2 * 64 * 3 * 3 * 9 },
    { type: "Conv", left: [2, 3, 8, 8], count: 1, flops: 2 * 2 * 64 * 4 * 3 },
  ]);
});

Deno.test("the gradient costs one convolution for each", () => {
  const loss = (x: Symbolic): Symbolic => o.reduceSum(o.square(network(x)));
  const count = (f: (x: Symbolic) => Symbolic): number =>
    productNodes(trace("f", f, [PICTURE]).graph, CONVOLUTIONS).reduce((sum, node) => sum + node.count, 0);
  assert.equal(count(loss), 3);
  assert.equal(count(grad(loss)), 6);
});

Deno.test("products of matrices are counted where they are asked for, weights told from what is computed", () => {
  const rows = float32([5, 4], new Float32Array(20));
  const f = (x: Symbolic): Symbolic => {
    const linear = o.gemm(x, weight(6, 4), undefined, { transB: true });
    const narrow = o.cast(constant(tensor("float16", [6, 2], new Uint16Array(12))), "float32");
    const squares = o.gemm(linear, linear, undefined, { transA: true });
    return o.concat(
      [o.reduceSum(squares), o.reduceSum(o.matMul(linear, narrow))].map((v) => o.reshape(v, [1])),
      0,
    );
  };
  const { graph } = trace("f", f, [rows]);
  assert.deepEqual(productNodes(graph, CONVOLUTIONS), []);
  const facts = productNodes(graph, PRODUCTS).map(({ type, weighted, flops }) => ({ type, weighted, flops }));
  assert.deepEqual(facts, [
    { type: "Gemm", weighted: true, flops: 2 * 5 * 6 * 4 },
    { type: "Gemm", weighted: false, flops: 2 * 6 * 6 * 5 },
    { type: "MatMul", weighted: true, flops: 2 * 5 * 2 * 6 },
  ]);
  assert.equal(flopsOf(productNodes(graph, PRODUCTS)), 2 * (120 + 180 + 60));
});
