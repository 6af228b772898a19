import { InputError } from "../errors.ts";
import { type Graph } from "../onnx/trace.ts";
import { sizeOf, type Tensor } from "../tensor.ts";

const typeOf = (t: { dtype: string; shape: readonly number[] } | undefined): string =>
  t ? `${t.dtype}[${t.shape.join(", ")}]` : "nothing";

/**
 * Checks that a graph is fed with a tensor for each of its inputs, of the input's type, and with nothing else.
 *
 * @throws {InputError} when it is not; the sentence names the graph and the input.
 */
export function checkFeeds(graph: Graph, feeds: Readonly<Record<string, Tensor>>): void {
  const wrong = (expected: string | number, name: string, found: string | number): InputError =>
    new InputError(`${graph.name}: Expected ${expected} for ${name} but found ${found}.`);
  for (const { name, value } of graph.inputs) {
    const fed = feeds[name];
    if (!fed || typeOf(fed) !== typeOf(value)) throw wrong(typeOf(value), name, typeOf(fed));
    const size = sizeOf(value.shape);
    if (fed.data.length !== size) throw wrong(`${size} elements`, name, fed.data.length);
  }
  const known = new Set(graph.inputs.map(({ name }) => name));
  const stray = Object.keys(feeds).find((name) => !known.has(name));
  if (stray) throw wrong("nothing", stray, typeOf(feeds[stray]));
}
