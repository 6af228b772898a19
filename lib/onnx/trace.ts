import { InputError } from "../errors.ts";
import { type Tensor } from "../tensor.ts";
import { input, type Symbolic, symbolic, type TensorType } from "./symbolic.ts";
import { leavesOf, mapTree, type Tree } from "./tree.ts";

/** A traced function: named inputs and outputs, and the graph between them. */
export interface Graph {
  /** What the function is called. */
  readonly name: string;
  /** The arguments' leaves in order, named by their place: `in.0`, `in.1.handles`. */
  readonly inputs: readonly { readonly name: string; readonly value: Symbolic }[];
  /** The result's leaves in order, named by their place: `out`, or `out.loss`. */
  readonly outputs: readonly { readonly name: string; readonly value: Symbolic }[];
}

/** A traced function together with the shape of its result, to put the outputs back into. */
export interface Traced {
  /** Inputs, outputs and all between them. */
  readonly graph: Graph;
  /** What the function returned. */
  readonly result: Tree<Symbolic>;
}

function checkNames(name: string, values: readonly { readonly name: string }[]): void {
  const names = new Set<string>();
  for (const value of values) {
    if (names.has(value.name)) {
      throw new InputError(`${name}: Expected one tensor per name but found two called ${value.name}.`);
    }
    names.add(value.name);
  }
}

/**
 * Calls `f` on symbolic tensors of the given types and keeps the graph of what it did.
 *
 * @throws {InputError} when keys of records make two inputs or two outputs of one name, as `{"a.b"}` and `{a: {b}}`.
 */
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
  const result = mapTree<Symbolic | Tensor, Symbolic>(f(...args as never[]), (leaf) => symbolic(leaf));
  const outputs = leavesOf<Symbolic>(result).map(({ path, leaf }) => ({
    name: path ? `out.${path}` : "out",
    value: leaf,
  }));
  checkNames(name, inputs);
  checkNames(name, outputs);
  return { graph: { name, inputs, outputs }, result };
}
