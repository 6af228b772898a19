import { byteSize } from "../formats/elements.ts";
import { resolve } from "./alias.ts";
import { nodeOf } from "./order.ts";
import { constantValue, int64s, link, type Node, type Symbolic } from "./symbolic.ts";

/** The half-precision constant that a value is a widened copy of. */
function narrowOf(x: Symbolic | undefined): Symbolic | undefined {
  const node = x && nodeOf(resolve(x));
  const from = node?.type === "Cast" ? resolve(node.inputs[0]!) : undefined;
  return constantValue(from)?.dtype === "float16" ? from : undefined;
}

/** Nodes as they are computed, and what is told anew to each of them. */
export interface Widened {
  /** The nodes with their names. */
  readonly nodes: ReadonlyMap<Node, string>;
  /** Shapes that no one is to rely on: inputs of the model that have a value already. */
  readonly shapes: readonly Symbolic[];
}

/** Bytes of half-precision constants from which on they stay so in memory; fewer are faster as float32. Our choice. */
const MANY_BYTES = 1 << 26;

/** Bytes of all half-precision constants that nodes widen, each counted once. */
function narrowBytes(nodes: Iterable<Node>): number {
  const constants = new Set([...nodes].flatMap((node) => node.outputs.map(narrowOf)));
  return [...constants].reduce((sum, from) => sum + (from ? byteSize(from) : 0), 0);
}

/**
 * Nodes with their names, each reader of a half-precision constant that is widened with a Cast of its own. A wide copy
 * then lives no longer than until it is read; one for all readers would be kept from the forward to the backward pass, at
 * twice the memory of the constant. The Casts come first: of what a node waits for, ONNX Runtime computes the youngest
 * first, so that they are computed last, just before their readers.
 *
 * The wide copies have shapes that ONNX Runtime does not know in advance. Of values of one known shape it keeps the memory
 * of the first for all that come later in the run: one wide weight of every shape would be held from its first
 * use to its last.
 *
 * Where there are few such constants nothing is changed: ONNX Runtime then widens them once, in advance.
 *
 * @param kept values that are asked for by others than the nodes.
 * @param many bytes from which on they are many (default 64 MiB).
 */
export function widenPerReader(
  nodes: ReadonlyMap<Node, string>,
  kept: ReadonlySet<Symbolic>,
  many = MANY_BYTES,
): Widened {
  if (narrowBytes(nodes.keys()) < many) return { nodes, shapes: [] };
  const shapes = new Map<string, Symbolic>();
  const casts = new Map<Node, string>();
  const others = new Map<Node, string>();
  const widened = (from: Symbolic, x: Symbolic, name: string): Symbolic => {
    const shape = shapes.get(`${from.shape}`) ?? int64s(from.shape);
    shapes.set(`${from.shape}`, shape);
    const [narrow] = link("Reshape", [from, shape], [from]);
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
    if (!wide) others.set(inputs.every((x, i) => x === node.inputs[i]) ? node : { ...node, inputs }, name);
  }
  return { nodes: new Map([...casts, ...others]), shapes: [...shapes.values()] };
}
