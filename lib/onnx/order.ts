import { type Node, type Symbolic } from "./symbolic.ts";

/** The node that computes a value, if one does. */
export const nodeOf = (x: Symbolic | undefined): Node | undefined =>
  x?.source.kind === "node" ? x.source.node : undefined;

/** All nodes that lead to the values, each after those it needs. Works on graphs of any depth. */
export function topologicalOrder(values: readonly Symbolic[]): Node[] {
  const order: Node[] = [];
  const done = new Set<Node>();
  const pending: { node: Node; next: number }[] = [];
  const visit = (x: Symbolic | undefined): void => {
    const node = nodeOf(x);
    if (!node || done.has(node)) return;
    done.add(node);
    pending.push({ node, next: 0 });
  };
  for (const value of values) {
    visit(value);
    for (let top = pending.at(-1); top; top = pending.at(-1)) {
      if (top.next < top.node.inputs.length) visit(top.node.inputs[top.next++]);
      else order.push(pending.pop()!.node);
    }
  }
  return order;
}
