import { InputError } from "../errors.ts";
import { intOf, intsOf } from "../onnx/attributes.ts";
import { topologicalOrder } from "../onnx/order.ts";
import { constantInts, type Node } from "../onnx/symbolic.ts";
import { type Graph } from "../onnx/trace.ts";

/** What a node is, in words, if WebGPU computes it wrongly. */
type Defect = (node: Node) => string | undefined;

/** A 1 × 1 convolution of every pixel is computed as a product of matrices, in another way than the others. */
function isProduct({ inputs, attributes }: Node): boolean {
  const [, , ...kernel] = inputs[1]!.shape;
  const all = (name: string, value: number): boolean =>
    intsOf(attributes, name, []).every((v) => v === value);
  return kernel.every((size) => size === 1) && all("strides", 1) && all("pads", 0);
}

/** Read in threes, of which only the first three channels are right. */
const convolution: Defect = (node) => {
  const [to, from] = node.inputs[1]!.shape as [number, number];
  const inThrees = from > 3 && from % 3 === 0 && from % 4 !== 0 && to % 4 === 0;
  if (!inThrees || isProduct(node) || intOf(node.attributes, "group", 1) !== 1) return undefined;
  return `a convolution from ${from} to ${to} channels`;
};

const transposedConvolution: Defect = ({ inputs, attributes }) => {
  const [channels, toEach] = inputs[1]!.shape as [number, number];
  const groups = intOf(attributes, "group", 1);
  const fromEach = channels / groups;
  if (groups === 1 || toEach !== 1 || fromEach % 2 !== 0) return undefined;
  return `a transposed convolution of ${groups} groups from ${fromEach} channels to 1`;
};

const backwardSlice: Defect = ({ inputs: [x, ...bounds] }) => {
  const [starts, , axes, steps] = bounds.map((b) => constantInts(b, "bounds of Slice"));
  const fromWithin = axes!.some((axis, i) => {
    const last = x!.shape.at(axis)! - 1;
    return steps![i]! < 0 && starts![i] !== -1 && starts![i]! < last;
  });
  return fromWithin ? "a slice backwards from within" : undefined;
};

/** Operators that ONNX Runtime 1.30 computes wrongly on WebGPU in some cases, without a word. */
const DEFECTS: Readonly<Record<string, Defect>> = {
  Conv: convolution,
  ConvTranspose: transposedConvolution,
  Slice: backwardSlice,
};

/**
 * Refuses what ONNX Runtime 1.30 computes wrongly on WebGPU, as comparing it with the CPU has shown
 * (`deno task webgpu`):
 *
 * - convolutions, but plain 1 × 1 ones, from 6, 9, 15, 18, 21, … channels (a multiple of 3 but not of 4, and more than
 *   3) to a multiple of 4 (compared: from 1 to 30 channels to 1, 2, 3, 4, 6, 8, 12;
 *   https://github.com/microsoft/onnxruntime/issues/29651 may be the same);
 * - transposed convolutions of several groups, each from an even number of channels to one (compared: 1 to 4 groups from
 *   1 to 16 channels to 1, 2, 3, 4, 8);
 * - slices with a negative step that begin before the last element.
 *
 * No published generator has such layers.
 *
 * @throws {InputError} when a graph has one of them.
 */
export function checkWebgpu(graph: Graph): void {
  for (const node of topologicalOrder(graph.outputs.map(({ value }) => value))) {
    const found = DEFECTS[node.type]?.(node);
    if (!found) continue;
    throw new InputError(
      `${graph.name}: Expected operators that WebGPU computes rightly but found ${found}; take provider "cpu".`,
    );
  }
}
