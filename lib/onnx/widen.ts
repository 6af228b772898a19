import { resolve } from "./alias.ts";
import { nodeOf } from "./order.ts";
import { constantValue, link, type Node, type Symbolic } from "./symbolic.ts";

/** The half-precision constant that a value is a widened copy of. */
function narrowOf(x: Symbolic | undefined): Symbolic | undefined {
  const node = x && nodeOf(resolve(x));
  const from = node?.type === "Cast" ? resolve(node.inputs[0]!) : undefined;
  return constantValue(from)?.dtype === "float16" ? from : undefined;
}

/**
 * Nodes with their names, each reader of a half-precision constant that is widened with a Cast of its own before it. A
 * wide copy then lives no longer than until it is read; one for all readers would be kept from the forward to the
 * backward pass, at twice the memory of the constant.
 *
 * @param kept values that are asked for by others than the nodes.
 */
export function widenPerReader(
  nodes: ReadonlyMap<Node, string>,
  kept: ReadonlySet<Symbolic>,
): Map<Node, string> {
  const result = new Map<Node, string>();
  for (const [node, name] of nodes) {
    const inputs = node.inputs.map((x, i) => {
      const from = narrowOf(x);
      if (!x || !from) return x;
      const { attributes } = nodeOf(resolve(x))!;
      const [own] = link("Cast", [from], [x], attributes);
      result.set(nodeOf(own)!, `${name}/Cast${i}`);
      return own;
    });
    const wide = node.outputs.length === 1 && narrowOf(node.outputs[0]) && !kept.has(node.outputs[0]!);
    if (!wide) result.set(inputs.every((x, i) => x === node.inputs[i]) ? node : { ...node, inputs }, name);
  }
  return result;
}
