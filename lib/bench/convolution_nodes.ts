import { type Attributes } from "../onnx/attributes.ts";
import { topologicalOrder } from "../onnx/order.ts";
import { type Node } from "../onnx/symbolic.ts";
import { type Graph } from "../onnx/trace.ts";
import { sizeOf } from "../tensor.ts";

/** Equal convolutions of a graph. */
export interface ConvolutionNode {
  /** ONNX's name of the operator. */
  readonly type: "Conv" | "ConvTranspose";
  /** Shape of the map, [N, C, H, W]. */
  readonly input: readonly number[];
  /** Shape of the weights. */
  readonly weight: readonly number[];
  /** Stride, padding, dilation and groups, as ONNX has them. */
  readonly attributes: Attributes;
  /** Floating-point operations of one: two per product. */
  readonly flops: number;
  /** How often the graph has it. */
  readonly count: number;
}

/** Every weight is used once per output pixel of a convolution, once per input pixel of a transposed one. */
function flopsOf(node: Node): number {
  const [x, w] = node.inputs;
  const pixels = sizeOf((node.type === "Conv" ? node.outputs[0]! : x!).shape.slice(2));
  return 2 * x!.shape[0]! * pixels * sizeOf(w!.shape);
}

/** The distinct convolutions of a graph. */
export function convolutionNodes(graph: Graph): ConvolutionNode[] {
  const found = new Map<string, ConvolutionNode>();
  for (const node of topologicalOrder(graph.outputs.map((o) => o.value))) {
    if (node.type !== "Conv" && node.type !== "ConvTranspose") continue;
    const [input, weight] = [node.inputs[0]!.shape, node.inputs[1]!.shape];
    const key = JSON.stringify([node.type, input, weight, node.attributes]);
    const count = (found.get(key)?.count ?? 0) + 1;
    found.set(key, {
      type: node.type,
      input,
      weight,
      attributes: node.attributes,
      flops: flopsOf(node),
      count,
    });
  }
  return [...found.values()];
}
