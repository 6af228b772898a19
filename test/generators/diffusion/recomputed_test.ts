import assert from "node:assert/strict";
import { attend } from "../../../lib/generators/diffusion/attention.ts";
import { gelu, groupNorm, layerNorm, silu } from "../../../lib/generators/diffusion/layers.ts";
import { constantParameters } from "../../../lib/generators/diffusion/parameters.ts";
import * as o from "../../../lib/onnx/ops/mod.ts";
import { nodeOf, topologicalOrder } from "../../../lib/onnx/order.ts";
import { input, type Node, type Symbolic } from "../../../lib/onnx/symbolic.ts";
import { grad } from "../../../lib/onnx/transforms.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { type Tensor } from "../../../lib/tensor.ts";
import { normalTensor } from "../../normal_tensor.ts";
import { difference, largest } from "../../parity.ts";

const p = constantParameters(
  new Map([["norm.weight", normalTensor([8], 1)], ["norm.bias", normalTensor([8], 2)]]),
  "these weights",
);
const norm = { groups: 2, epsilon: 1e-5 };
const squares = (f: (x: Symbolic) => Symbolic) => (x: Symbolic): Symbolic => o.reduceSum(o.square(f(x)));

/** How many nodes of a type the gradient of a function has. */
function count(f: (x: Symbolic) => Symbolic, shape: readonly number[], type: string): number {
  const gradient = grad(squares(f))(input("x", { dtype: "float32", shape }));
  return topologicalOrder([gradient]).filter((node) => node.type === type).length;
}

/** Checks that two functions have the same gradient at a point. */
async function checkGradients(
  f: (x: Symbolic) => Symbolic,
  plain: (x: Symbolic) => Symbolic,
  x: Tensor,
): Promise<void> {
  await using runtime = await openRuntime({ provider: "cpu" });
  const gradientOf = (g: (x: Symbolic) => Symbolic): Promise<Tensor> =>
    runtime.run(grad<[Symbolic]>(squares(g)), x);
  const [ours, theirs] = [await gradientOf(f), await gradientOf(plain)];
  assert.ok(difference(ours, theirs) < 1e-5 * largest(theirs));
}

Deno.test("normalisations of large maps are computed again in the backward pass, those of small ones are kept", async () => {
  const ours = (x: Symbolic): Symbolic => groupNorm(p, "norm", x, norm, silu);
  const plain = (x: Symbolic): Symbolic =>
    silu(o.groupNorm(x, 2, p("norm.weight", [8]), p("norm.bias", [8]), 1e-5));
  assert.equal(count(ours, [1, 8, 256, 256], "Sigmoid"), 2);
  assert.equal(count(ours, [1, 8, 255, 256], "Sigmoid"), 1);
  await checkGradients(ours, plain, normalTensor([1, 8, 256, 256], 3));
});

Deno.test("the gradient of a layer normalisation is the same for large values", async () => {
  const plain = (x: Symbolic): Symbolic => o.layerNorm(x, p("norm.weight", [8]), p("norm.bias", [8]), 1e-5);
  await checkGradients(
    (x) => gelu(layerNorm(p, "norm", x)),
    (x) => gelu(plain(x)),
    normalTensor([65_536, 8], 4),
  );
});

const softmaxOf = (q: Symbolic, k: Symbolic, v: Symbolic): Symbolic =>
  o.matMul(o.softmax(o.mul(o.matMul(q, o.transposeLast(k)), 1 / Math.sqrt(q.shape[3]!))), v);

/** Self-attention of the vectors themselves. */
const toItself = (attention: typeof softmaxOf) => (x: Symbolic): Symbolic =>
  attention(o.mul(x, 2), o.mul(x, 3), x);

Deno.test("large scores of attention are computed again in the backward pass, whole or in slices", async () => {
  const x = normalTensor([1, 2, 512, 4], 5);
  for (const bytes of [1 << 30, 1 << 19]) {
    await checkGradients(toItself((q, k, v) => attend(q, k, v, bytes)), toItself(softmaxOf), x);
  }
  const whole = toItself((q, k, v) => attend(q, k, v));
  assert.deepEqual([512, 511].map((length) => count(whole, [1, 2, length, 4], "Softmax")), [2, 1]);
});

Deno.test("the backward pass of attention takes one slice after the other", () => {
  const sliced = toItself((q, k, v) => attend(q, k, v, 4 * 2 * 64 * 16));
  const gradient = grad(squares(sliced))(input("x", { dtype: "float32", shape: [1, 2, 64, 4] }));
  const before = new Map<Node, Set<Node>>();
  for (const node of topologicalOrder([gradient])) {
    const own = new Set<Node>();
    for (const from of node.inputs.map(nodeOf)) {
      if (!from) continue;
      for (const earlier of before.get(from)!) own.add(earlier);
      if (from.type === "Softmax") own.add(from);
    }
    before.set(node, own);
  }
  const waitsFor = [...before].filter(([{ type }]) => type === "Softmax").map(([, { size }]) => size);
  assert.deepEqual(waitsFor.sort((a, b) => a - b), [0, 0, 0, 0, 4, 5, 6, 7]);
});
