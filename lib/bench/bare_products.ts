import * as o from "../onnx/ops/mod.ts";
import { constant, op, type Symbolic } from "../onnx/symbolic.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { float32, sizeOf, type Tensor } from "../tensor.ts";
import { noise } from "./noise.ts";
import { type ProductNode } from "./product_nodes.ts";
import { bestSeconds, type TimingEffort } from "./timing.ts";

/** Copies of a small product in one graph, so that the cost of making its input hardly counts. */
const copiesOf = ({ flops }: ProductNode): number => (flops < 1e9 ? 3 : 1);

const noiseOf = (shape: readonly number[], seed: number): Tensor<"float32"> =>
  float32(shape, noise(sizeOf(shape), seed));

/** What an operand is repeated from inside of the graph: one vector along its second axis, the channels of a map. */
const lineOf = (shape: readonly number[]): number[] => shape.map((n, axis) => (axis === 1 ? n : 1));

/** Either operand is computed in the graph, or ONNX Runtime would fold the product; the other one is known. */
const computedShape = ({ weighted, left, right }: ProductNode): readonly number[] => weighted ? left : right;

/** Products of one kind, and nothing else: the computed operand is repeated from a line inside of the graph. */
const alone = (node: ProductNode) => (line: Symbolic): Symbolic => {
  const computed = o.expand(line, computedShape(node));
  const one = (copy: number): Symbolic => {
    const known = constant(noiseOf(node.weighted ? node.right : node.left, copy));
    const out = op(node.type, node.weighted ? [computed, known] : [known, computed], node.attributes);
    return out.shape.reduce((x, _, axis) => o.slice(x, axis, 0, 1), out);
  };
  return o.concat(Array.from({ length: copiesOf(node) }, (_, i) => one(i)), 0);
};

/** Seconds that ONNX Runtime takes for products alone, all nodes of a graph one after the other. */
export async function bareSeconds(
  runtime: Runtime,
  nodes: readonly ProductNode[],
  effort: TimingEffort,
): Promise<number> {
  let total = 0;
  for (const node of nodes) {
    const line = noiseOf(lineOf(computedShape(node)), 7);
    await using compiled = await runtime.compile(alone(node), [line], "bareProduct");
    total += node.count * await bestSeconds(() => compiled.run(line), effort) / copiesOf(node);
  }
  return total;
}
