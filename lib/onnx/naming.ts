import { stringOf } from "./attributes.ts";
import { topologicalOrder } from "./order.ts";
import { type Node } from "./symbolic.ts";
import { type Graph } from "./trace.ts";

/** The name in which a `named` value files the nodes that lead to it. */
const ownName = (node: Node): string => (node.type === "Named" ? stringOf(node.attributes, "name", "") : "");

/**
 * A readable name for every node: the scope of the first named value it leads to, its operator, and a number
 * where that is not unique — `b4/conv1/Mul_2`.
 */
export function nodeNames(graph: Graph): Map<Node, string> {
  const order = topologicalOrder(graph.outputs.map((o) => o.value));
  const scopes = new Map<Node, string>();
  for (const node of order.toReversed()) {
    const scope = ownName(node) || scopes.get(node);
    for (const x of node.inputs) {
      if (scope && x?.source.kind === "node") scopes.set(x.source.node, scope);
    }
  }
  const counts = new Map<string, number>();
  return new Map(order.map((node) => {
    const scope = scopes.get(node);
    const base = scope ? `${scope}/${node.type}` : node.type;
    const n = counts.get(base) ?? 0;
    counts.set(base, n + 1);
    return [node, n === 0 ? base : `${base}_${n}`];
  }));
}
