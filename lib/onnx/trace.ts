import { input, type Symbolic, type TensorType } from "./symbolic.ts";
import { leavesOf, mapTree, type Tree } from "./tree.ts";

/** A traced function: named inputs and outputs, and the graph between them. */
export interface Graph {
  readonly name: string;
  readonly inputs: readonly { readonly name: string; readonly value: Symbolic }[];
  readonly outputs: readonly { readonly name: string; readonly value: Symbolic }[];
}

/** A traced function together with the shape of its result, to put the outputs back into. */
export interface Traced {
  readonly graph: Graph;
  readonly result: Tree<Symbolic>;
}

/** Calls `f` on symbolic tensors of the given types and keeps the graph of what it did. */
export function trace(
  name: string,
  f: (...args: never[]) => Tree<Symbolic>,
  types: readonly Tree<TensorType>[],
): Traced {
  const inputs: { name: string; value: Symbolic }[] = [];
  const args = mapTree<TensorType, Symbolic>(types, (type, path) => {
    const value = input(`in.${path}`, { dtype: type.dtype, shape: type.shape });
    inputs.push({ name: `in.${path}`, value });
    return value;
  });
  const result = f(...args as never[]);
  const outputs = leavesOf<Symbolic>(result).map(({ path, leaf }) => ({
    name: path ? `out.${path}` : "out",
    value: leaf,
  }));
  return { graph: { name, inputs, outputs }, result };
}
