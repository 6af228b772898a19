import { type Attributes, intOf } from "../onnx/attributes.ts";
import { resolve } from "../onnx/alias.ts";
import { isFrozen } from "../onnx/is_frozen.ts";
import { topologicalOrder } from "../onnx/order.ts";
import { type Node } from "../onnx/symbolic.ts";
import { type Graph } from "../onnx/trace.ts";
import { sizeOf } from "../tensor.ts";

/** ONNX's operators that convolve: each has a map [N, C, H, W] and weights. */
export const CONVOLUTIONS = ["Conv", "ConvTranspose"] as const;
/** ONNX's operators that multiply, matrices of attention and of linear layers among them. */
export const PRODUCTS = [...CONVOLUTIONS, "MatMul", "Gemm"] as const;

/** An operator that multiplies. */
export type ProductType = (typeof PRODUCTS)[number];

/** Equal products of a graph. */
export interface ProductNode {
  /** ONNX's name of the operator. */
  readonly type: ProductType;
  /** Shape of the first operand, the map of a convolution. */
  readonly left: readonly number[];
  /** Shape of the second, the weights of a convolution. */
  readonly right: readonly number[];
  /** Whether the second is known before the graph runs, as weights are. */
  readonly weighted: boolean;
  /** Stride, padding, dilation and groups, or what is transposed, as ONNX has them. */
  readonly attributes: Attributes;
  /** Floating-point operations of one: two per product. */
  readonly flops: number;
  /** How often the graph has it. */
  readonly count: number;
}

/** Products of numbers in a node: one for each number of the result and each that is summed over. */
export function productsOf({ type, inputs: [left, right], outputs: [out], attributes }: Node): number {
  const [a, b] = [left!.shape, right!.shape];
  if (type === "Conv") return sizeOf(out!.shape) * sizeOf(b.slice(1));
  if (type === "ConvTranspose") return sizeOf(a) * sizeOf(b.slice(1));
  const summed = type === "Gemm" && intOf(attributes, "transA", 0) === 1 ? a[0]! : a.at(-1)!;
  return sizeOf(out!.shape) * summed;
}

/** The distinct products of some kinds in a graph, the first to be computed first. */
export function productNodes(graph: Graph, types: readonly ProductType[]): ProductNode[] {
  const found = new Map<string, ProductNode>();
  for (const node of topologicalOrder(graph.outputs.map((o) => o.value))) {
    const type = types.find((each) => each === node.type);
    if (!type) continue;
    const { inputs: [left, right], attributes } = node;
    const facts = {
      type,
      left: left!.shape,
      right: right!.shape,
      weighted: isFrozen(resolve(right!)),
      attributes,
    };
    const key = JSON.stringify(facts);
    const count = (found.get(key)?.count ?? 0) + 1;
    found.set(key, { ...facts, flops: 2 * productsOf(node), count });
  }
  return [...found.values()];
}

/** Work of products, in floating-point operations. */
export const flopsOf = (nodes: readonly ProductNode[]): number =>
  nodes.reduce((sum, { count, flops }) => sum + count * flops, 0);
