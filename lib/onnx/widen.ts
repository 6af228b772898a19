import { resolve } from "./alias.ts";
import { nodeOf } from "./order.ts";
import { constantValue, int64s, link, type Node, type Symbolic } from "./symbolic.ts";

/** The half-precision constant that a value is a widened copy of. */
export function narrowOf(x: Symbolic | undefined): Symbolic | undefined {
  const node = x && nodeOf(resolve(x));
  const from = node?.type === "Cast" ? resolve(node.inputs[0]!) : undefined;
  return constantValue(from)?.dtype === "float16" ? from : undefined;
}

/** The nodes that compute with constants alone, as those do that turn weights. */
function knownNodes(nodes: Iterable<Node>): ReadonlySet<Node> {
  const known = new Set<Node>();
  const isKnown = (x: Symbolic | undefined): boolean => {
    const node = nodeOf(x);
    return node ? known.has(node) : x === undefined || x.source.kind === "constant";
  };
  for (const node of nodes) {
    if (node.inputs.every((x) => isKnown(x && resolve(x)))) known.add(node);
  }
  return known;
}

/**
 * Nodes with their names, each reader of a half-precision constant that is widened with a Cast of its own. A wide copy
 * then lives no longer than until it is read; one for all readers would be kept from the forward to the backward pass, at
 * twice the memory of the constant. The Casts come first, and then what else needs constants alone: of what a node waits for,
 * ONNX Runtime computes the youngest first, so that they are computed last, just before their readers. What is widened is a
 * reshaped constant, for a Cast of the constant itself would be computed in advance.
 *
 * @param kept values that are asked for by others than the nodes.
 */
export function widenPerReader(
  nodes: ReadonlyMap<Node, string>,
  kept: ReadonlySet<Symbolic>,
): ReadonlyMap<Node, string> {
  const known = knownNodes(nodes.keys());
  const casts = new Map<Node, string>();
  const weights = new Map<Node, string>();
  const others = new Map<Node, string>();
  const widened = (from: Symbolic, x: Symbolic, name: string): Symbolic => {
    const [narrow] = link("Reshape", [from, int64s(from.shape)], [from]);
    const [wide] = link("Cast", [narrow], [x], nodeOf(resolve(x))!.attributes);
    casts.set(nodeOf(narrow)!, `${name}/Reshape`).set(nodeOf(wide)!, `${name}/Cast`);
    return wide!;
  };
  for (const [node, name] of nodes) {
    const inputs = node.inputs.map((x, i) => {
      const from = narrowOf(x);
      return x && from ? widened(from, x, `${name}/${i}`) : x;
    });
    const wide = node.outputs.length === 1 && narrowOf(node.outputs[0]) && !kept.has(node.outputs[0]!);
    if (wide) continue;
    const same = inputs.every((x, i) => x === node.inputs[i]);
    (known.has(node) ? weights : others).set(same ? node : { ...node, inputs }, name);
  }
  return new Map([...casts, ...weights, ...others]);
}
