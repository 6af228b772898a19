import * as o from "../onnx/ops/mod.ts";
import { constant, op, type Symbolic } from "../onnx/symbolic.ts";
import { seededUniform } from "../random.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { float32, sizeOf, type Tensor } from "../tensor.ts";
import { type ConvolutionNode } from "./convolution_nodes.ts";
import { bestSeconds } from "./timing.ts";

/** Copies of a convolution in one graph, so that the cost of making its input hardly counts. */
const COPIES = 3;

function randomTensor(shape: readonly number[], seed: number): Tensor<"float32"> {
  const uniform = seededUniform(seed);
  return float32(
    shape,
    Float32Array.from({ length: sizeOf(shape) }, () => uniform() - 0.5),
  );
}

/** One convolution, alone: the map is repeated from a line of channels inside the graph. */
const alone = (node: ConvolutionNode) => (channels: Symbolic): Symbolic => {
  const map = o.expand(channels, node.input);
  const one = (copy: number): Symbolic => {
    const weight = constant(randomTensor(node.weight, copy));
    const out = op(node.type, [map, weight], node.attributes);
    return [0, 1, 2, 3].reduce((x, axis) => o.slice(x, axis, 0, 1), out);
  };
  return o.concat(Array.from({ length: COPIES }, (_, i) => one(i)), 0);
};

/** Seconds that ONNX Runtime takes for convolutions alone, all nodes of a graph one after the other. */
export async function bareSeconds(
  runtime: Runtime,
  nodes: readonly ConvolutionNode[],
  rounds: number,
): Promise<number> {
  let total = 0;
  for (const node of nodes) {
    const input = randomTensor([1, node.input[1]!, 1, 1], 7);
    await using compiled = await runtime.compile(alone(node), [input], "bareConvolution");
    total += node.count * await bestSeconds(() => compiled.run(input), rounds) / COPIES;
  }
  return total;
}
