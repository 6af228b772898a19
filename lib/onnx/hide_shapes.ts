import { int64s, type Node, type Symbolic } from "./symbolic.ts";

/** Nodes whose shapes are not known before they run, and what tells them then. */
export interface Hidden {
  /** The nodes with their names. */
  readonly nodes: ReadonlyMap<Node, string>;
  /** Shapes that no one is to rely on: inputs of the model that have a value already. */
  readonly shapes: readonly Symbolic[];
}

/**
 * Nodes with their names, each Reshape told its shape by an input of the model, which has a value already but might be
 * given another one, of another length. So ONNX Runtime does not know the shapes of what follows, not even how many axes they have,
 * and gives their memory back after the last reader. Of values of one known shape it keeps the memory of the first for all that come
 * later in the run: a map of the forward pass that no one reads any more would be held until the backward pass has one of the same
 * shape. (Where it knows the number of axes alone, it compares every value with all before: a minute for a graph of 10,000 nodes.)
 */
export function hideShapes(nodes: ReadonlyMap<Node, string>): Hidden {
  const shapes = new Map<string, Symbolic>();
  const hidden = (shape: readonly number[]): Symbolic => {
    const known = shapes.get(`${shape}`) ?? int64s(shape);
    shapes.set(`${shape}`, known);
    return known;
  };
  const told = (node: Node): Node =>
    node.type === "Reshape" ? { ...node, inputs: [node.inputs[0], hidden(node.outputs[0]!.shape)] } : node;
  return {
    nodes: new Map([...nodes].map(([node, name]) => [told(node), name])),
    shapes: [...shapes.values()],
  };
}
