import { placeOf } from "../stored_tensor.ts";
import { type Tensor } from "../tensor.ts";
import { ALIASES, resolve } from "./alias.ts";
import { leanNodes } from "./lean.ts";
import { nodeNames } from "./naming.ts";
import { topologicalOrder } from "./order.ts";
import { type Node, type Symbolic } from "./symbolic.ts";
import { type Graph } from "./trace.ts";

/** Adds a number to a name that is taken already, whatever its case. */
class UniqueNames {
  readonly #taken = new Set<string>();

  take(wish: string): string {
    let name = wish;
    for (let n = 1; this.#taken.has(name.toLowerCase()); n++) name = `${wish}_${n}`;
    this.#taken.add(name.toLowerCase());
    return name;
  }
}

const keyOf = ({ dtype, shape }: Tensor): string => `${dtype}[${shape.join()}]`;

/** The names of all values of a graph, no two alike, and its constants by name: each once, however often used. */
export class Values {
  /** The operators of the graph with their names, each after those it needs; aliases are left out. */
  readonly nodes: ReadonlyMap<Node, string>;
  /** Constants that are inputs of the model, too, so that nothing follows from them in advance. */
  readonly shapes: readonly Symbolic[];
  /** The constants by name. */
  readonly constants = new Map<string, Tensor>();
  readonly #names = new Map<Symbolic, string>();
  readonly #byData = new Map<object, Map<string, string>>();
  readonly #unique = new UniqueNames();

  /**
   * Names what a graph computes; constants are added as they are asked for.
   *
   * @param many bytes of half-precision constants from which on they stay so (default 64 MiB).
   */
  constructor(graph: Graph, many?: number) {
    const named = nodeNames(graph);
    const outputs = graph.outputs.map((o) => resolve(o.value));
    const order = topologicalOrder(outputs).filter((n) => !ALIASES.has(n.type));
    const lean = leanNodes(new Map(order.map((n) => [n, named.get(n)!])), new Set(outputs), many);
    this.nodes = lean.nodes;
    this.shapes = lean.shapes;
    for (const { name } of graph.outputs) this.#unique.take(name);
    for (const { name, value } of graph.inputs) {
      this.#unique.take(name);
      this.#names.set(value, name);
    }
    for (const [node, name] of this.nodes) {
      node.outputs.forEach((y, i) => this.#names.set(y, this.#unique.take(i === 0 ? name : `${name}:${i}`)));
    }
  }

  /** The name of a value; empty for an absent one, as ONNX has it. */
  nameOf(x: Symbolic | undefined): string {
    if (!x) return "";
    const value = resolve(x);
    const known = this.#names.get(value);
    if (known) return known;
    if (value.source.kind !== "constant") {
      throw new Error(`Expected a value of the graph but found the ${value.source.kind} of another one.`);
    }
    const name = this.#constant(value.source.value, value.source.name);
    this.#names.set(value, name);
    return name;
  }

  #constant(value: Tensor, wish: string): string {
    const data = placeOf(value) ? value : value.data;
    const alike = this.#byData.get(data) ?? new Map<string, string>();
    this.#byData.set(data, alike);
    const name = alike.get(keyOf(value)) ?? this.#unique.take(wish || `const_${this.constants.size}`);
    alike.set(keyOf(value), name);
    this.constants.set(name, value);
    return name;
  }
}

/** A plain file name for each constant, unique on file systems that ignore case too: `b4/conv/w` → `b4_conv_w.bin`. */
export function fileNames(names: Iterable<string>): Map<string, string> {
  const unique = new UniqueNames();
  const stem = (name: string): string => unique.take(name.replaceAll(/[^\w-]+/g, "_").slice(0, 100));
  return new Map([...names].map((name) => [name, `${stem(name)}.bin`]));
}
