import { inFile, InputError } from "../errors.ts";
import { named } from "../onnx/alias.ts";
import { type EncodedModel, encodeModel } from "../onnx/model.ts";
import { type Symbolic, symbolic, type TensorType } from "../onnx/symbolic.ts";
import { trace } from "../onnx/trace.ts";
import { mapTree, type Tree } from "../onnx/tree.ts";
import { type Tensor } from "../tensor.ts";
import { argumentShapes } from "./argument_shapes.ts";
import { type Concrete, openRuntime, type RuntimeOptions, type Traceable } from "./runtime.ts";

/**
 * A function of tensors with two lives: called with symbolic tensors it becomes part of a bigger graph; its
 * method `run` takes concrete tensors and computes it alone.
 */
export interface TensorFunction<A extends readonly unknown[], R> {
  (...args: A): R;
  /** What it is called in graphs and errors. */
  readonly title: string;
  /**
   * Computes it once, in a session of its own on the first provider that works. For many calls, or another
   * provider, open a runtime: `runtime.run(f, …)`. Throws an `InputError` where an argument is missing or does not fit.
   */
  run(...args: Concrete<A>): Promise<Concrete<R>>;
  /** The same on a provider, or with settings, of one's choice. */
  runWith(options: RuntimeOptions, ...args: Concrete<A>): Promise<Concrete<R>>;
}

/**
 * Names a function of symbolic tensors and makes it callable alone. An `InputError` in it begins with its title, alone
 * or in a bigger graph.
 *
 * @param title what it is called in graphs and errors.
 * @param shapes of each argument its name and shape, such as `"template [n, C]"`, where a letter is the same length
 * wherever it stands: other shapes are refused (default: all are taken that `f` takes).
 * @throws {InputError} when a text of `shapes` is none of these.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { reduceSum, mul } from "../onnx/ops/mod.ts";
 * import type { Symbolic } from "../onnx/symbolic.ts";
 * import { float32 } from "../tensor.ts";
 * import { tensorFunction } from "./tensor_function.ts";
 *
 * const dot = tensorFunction("dot", (a: Symbolic, b: Symbolic) => reduceSum(mul(a, b)));
 * const { data } = await dot.run(float32([2], [1, 2]), float32([2], [3, 4]));
 * assert.equal(data[0], 11);
 * ```
 */
export function tensorFunction<A extends readonly unknown[], R>(
  title: string,
  f: (...args: A) => R,
  shapes: readonly string[] = [],
): TensorFunction<A, R> {
  const checkShapes = argumentShapes(shapes);
  const inlined = (...args: A): Tree<Symbolic> =>
    inFile(title, () => {
      checkShapes(args);
      return mapTree<Symbolic | Tensor, Symbolic>(
        f(...args) as Tree<Symbolic | Tensor>,
        (leaf, path) => named(path ? `${title}/${path}` : title, symbolic(leaf)),
      );
    });
  Object.defineProperty(inlined, "name", { value: title });
  const runWith = async (options: RuntimeOptions, ...args: Tree<Tensor>[]): Promise<Tree<Tensor>> => {
    if (args.length < f.length) {
      throw new InputError(`${title}: Expected ${f.length} arguments but found ${args.length}.`);
    }
    await using runtime = await openRuntime(options);
    return await runtime.runTree(inlined as unknown as Traceable, args);
  };
  const run = (...args: Tree<Tensor>[]): Promise<Tree<Tensor>> => runWith({}, ...args);
  return Object.assign(inlined, { title, run, runWith }) as unknown as TensorFunction<A, R>;
}

/**
 * A function as an ONNX model for arguments of the given types: open it in Netron, run it elsewhere. Large
 * constants are external data, to be written beside the model under their names.
 *
 * @param name of the graph (default the function's own name).
 */
export const exportOnnx = (
  f: (...args: never[]) => Tree<Symbolic>,
  types: readonly Tree<TensorType>[],
  name: string = f.name || "function",
): EncodedModel => encodeModel(trace(name, f, types).graph);
