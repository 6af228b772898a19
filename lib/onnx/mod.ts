/**
 * Symbolic tensors, their operators and transforms, and ONNX models of them.
 *
 * @module
 */

export { named, stopGradient } from "./alias.ts";
export type { Attribute, Attributes } from "./attributes.ts";
export { backward } from "./backward.ts";
export type { EncodedModel, StoredConstants } from "./model.ts";
export * as ops from "./ops/mod.ts";
export {
  type Arg,
  constant,
  type Node as GraphNode,
  type Pullback,
  Symbolic,
  type SymbolicSource,
  type TensorType,
} from "./symbolic.ts";
export { type Graph, trace, type Traced } from "./trace.ts";
export { checkpoint, customVjp, grad, type SymbolicFunction, valueAndGrad, vjp } from "./transforms.ts";
export type { Mapped, Tree } from "./tree.ts";
