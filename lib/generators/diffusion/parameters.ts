import { InputError } from "../../errors.ts";
import { isFloat } from "../../onnx/dtypes.ts";
import { cast } from "../../onnx/ops/elementwise.ts";
import { constant, type Symbolic } from "../../onnx/symbolic.ts";
import { type Tensor } from "../../tensor.ts";

/**
 * The weights of a network: a parameter by its name in the file and the shape that the network expects of it, float32
 * in the graph. Frozen, adapted and trained networks differ only in the parameters that they are given.
 *
 * Throws an `InputError` that names the tensor where it is missing or misshapen.
 */
export type Parameters = (name: string, shape: readonly number[]) => Symbolic;

const written = (shape: readonly number[]): string => `[${shape.join(", ")}]`;

/**
 * Tensors as named constants of a graph. What is float16 stays float16 in memory and is cast in the graph.
 *
 * @param file what errors call the place where the tensors come from.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { float32 } from "../../tensor.ts";
 * import { constantParameters } from "./parameters.ts";
 *
 * const p = constantParameters(new Map([["bias", float32([2], [1, 2])]]), "model.safetensors");
 * assert.equal(p("bias", [2]).dtype, "float32");
 * assert.throws(() => p("bias", [3]), /model.safetensors: Expected the tensor bias \[3\] but found \[2\]/);
 * ```
 */
export function constantParameters(tensors: ReadonlyMap<string, Tensor>, file: string): Parameters {
  const known = new Map<string, Symbolic>();
  return (name, shape) => {
    const wrong = (found: string): InputError =>
      new InputError(`${file}: Expected the tensor ${name} ${written(shape)} but found ${found}.`);
    const value = tensors.get(name);
    if (!value) throw wrong("none");
    if (written(value.shape) !== written(shape)) throw wrong(written(value.shape));
    if (!isFloat(value.dtype)) throw wrong(value.dtype);
    const parameter = known.get(name) ?? cast(constant(value, name), "float32");
    known.set(name, parameter);
    return parameter;
  };
}
