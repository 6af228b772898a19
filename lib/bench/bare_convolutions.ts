import * as o from "../onnx/ops/mod.ts";
import { constant, op, type Symbolic } from "../onnx/symbolic.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { float32, sizeOf, type Tensor } from "../tensor.ts";
import { type ConvolutionNode } from "./convolution_nodes.ts";
import { bestSeconds, type TimingEffort } from "./timing.ts";

/** Copies of a small convolution in one graph, so that the cost of making its input hardly counts. */
const copiesOf = ({ flops }: ConvolutionNode): number => (flops < 1e9 ? 3 : 1);

/** Numbers from −0.5 to 0.5 without a pattern, other ones for each seed; millions of them in an instant. */
function noise(shape: readonly number[], seed: number): Tensor<"float32"> {
  const data = new Float32Array(sizeOf(shape));
  for (let i = 0; i < data.length; i++) {
    const hash = Math.imul((i + seed) ^ (i >>> 7), 0x9e3779b1);
    data[i] = ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32 - 0.5;
  }
  return float32(shape, data);
}

/** Convolutions of one kind, and nothing else: the map is repeated from a line of channels inside the graph. */
const alone = (node: ConvolutionNode) => (channels: Symbolic): Symbolic => {
  const map = o.expand(channels, node.input);
  const one = (copy: number): Symbolic => {
    const weight = constant(noise(node.weight, copy));
    const out = op(node.type, [map, weight], node.attributes);
    return [0, 1, 2, 3].reduce((x, axis) => o.slice(x, axis, 0, 1), out);
  };
  return o.concat(Array.from({ length: copiesOf(node) }, (_, i) => one(i)), 0);
};

/** Seconds that ONNX Runtime takes for convolutions alone, all nodes of a graph one after the other. */
export async function bareSeconds(
  runtime: Runtime,
  nodes: readonly ConvolutionNode[],
  effort: TimingEffort,
): Promise<number> {
  let total = 0;
  for (const node of nodes) {
    const input = noise([1, node.input[1]!, 1, 1], 7);
    await using compiled = await runtime.compile(alone(node), [input], "bareConvolution");
    total += node.count * await bestSeconds(() => compiled.run(input), effort) / copiesOf(node);
  }
  return total;
}
