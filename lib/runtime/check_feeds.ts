import { InputError } from "../errors.ts";
import { type Graph } from "../onnx/trace.ts";
import { type Tensor } from "../tensor.ts";

const typeOf = (t: { dtype: string; shape: readonly number[] }): string =>
  `${t.dtype}[${t.shape.join(", ")}]`;

/** Checks that every input of a graph is fed with a tensor of its type. */
export function checkFeeds(graph: Graph, feeds: Readonly<Record<string, Tensor>>): void {
  for (const { name, value } of graph.inputs) {
    const fed = feeds[name];
    if (!fed || typeOf(fed) !== typeOf(value)) {
      const found = fed ? typeOf(fed) : "nothing";
      throw new InputError(`${graph.name}: Expected ${typeOf(value)} for ${name} but found ${found}.`);
    }
  }
}
