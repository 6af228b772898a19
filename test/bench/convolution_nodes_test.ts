import assert from "node:assert/strict";
import { convolutionNodes } from "../../lib/bench/convolution_nodes.ts";
import * as o from "../../lib/onnx/ops/mod.ts";
import { constant, type Symbolic } from "../../lib/onnx/symbolic.ts";
import { trace } from "../../lib/onnx/trace.ts";
import { grad } from "../../lib/onnx/transforms.ts";
import { float32, sizeOf } from "../../lib/tensor.ts";

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
  const nodes = convolutionNodes(trace("network", network, [PICTURE]).graph);
  const facts = nodes.map(({ type, input, count, flops }) => ({ type, input, count, flops }));
  assert.deepEqual(facts, [
    { type: "Conv", input: [2, 3, 8, 8], count: 2, flops: 2 * 2 * 64 * 3 * 3 * 9 },
    { type: "Conv", input: [2, 3, 8, 8], count: 1, flops: 2 * 2 * 64 * 4 * 3 },
  ]);
});

Deno.test("the gradient costs one convolution for each", () => {
  const loss = (x: Symbolic): Symbolic => o.reduceSum(o.square(network(x)));
  const count = (f: (x: Symbolic) => Symbolic): number =>
    convolutionNodes(trace("f", f, [PICTURE]).graph).reduce((sum, node) => sum + node.count, 0);
  assert.equal(count(loss), 3);
  assert.equal(count(grad(loss)), 6);
});
