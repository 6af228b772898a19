import { ALIASES } from "../../onnx/alias.ts";
import { nodeOf, topologicalOrder } from "../../onnx/order.ts";
import { type Node, type Symbolic } from "../../onnx/symbolic.ts";
import { type Graph } from "../../onnx/trace.ts";
import { type Tensor } from "../../tensor.ts";

/** What a value of a graph is without the aliases it is known under, which compute nothing. */
export function withoutAliases(value: Symbolic): Symbolic {
  let { source } = value;
  let found = value;
  while (source.kind === "node" && ALIASES.has(source.node.type)) {
    found = source.node.inputs[source.index]!;
    ({ source } = found);
  }
  return found;
}

/** The operations of a graph, each after those it needs. */
export const operationsOf = ({ outputs }: Graph): Node[] =>
  topologicalOrder(outputs.map(({ value }) => withoutAliases(value)))
    .filter(({ type }) => !ALIASES.has(type));

/** The inputs of an operation that are there, without their aliases. */
export const inputsOf = ({ inputs }: Node): Symbolic[] =>
  inputs.filter((x) => x !== undefined).map(withoutAliases);

/** The operation that computes a value, aliases left out. */
export const operationOf = (value: Symbolic): Node | undefined => nodeOf(withoutAliases(value));

/** The different constants that the operations of a graph take. */
export function constantsOf(operations: readonly Node[]): Set<Tensor> {
  const values = operations.flatMap(inputsOf).map(({ source }) => source);
  return new Set(values.flatMap((source) => (source.kind === "constant" ? [source.value] : [])));
}
