import { InputError } from "../errors.ts";
import { mul } from "../onnx/ops/elementwise.ts";
import { constant, Symbolic } from "../onnx/symbolic.ts";
import { float32, type Tensor } from "../tensor.ts";

/** A weight of a generator: numbers, or a variable of the graph in which the weight itself is optimised. */
export type Weight = Tensor | Symbolic;

/** Weights by name. */
export type Weights = ReadonlyMap<string, Weight>;

/** Whether a weight is a variable. */
export const isVariable = (weight: Weight): weight is Symbolic => weight instanceof Symbolic;

/** A weight in a graph: a variable as it is, numbers as a constant of the name. */
export const inGraph = (weight: Weight, name: string): Symbolic =>
  isVariable(weight) ? weight : constant(weight, name);

/** A weight (float32) times a number; of known numbers it is computed here, in place of in the graph. */
export const scaled = (weight: Weight, factor: number): Weight =>
  isVariable(weight)
    ? mul(weight, factor)
    : float32(weight.shape, (weight.data as Float32Array).map((v) => v * factor));

/**
 * A known weight.
 *
 * @throws {InputError} when there is none of that name, or it is not of float32.
 */
export function float32Weight(tensors: ReadonlyMap<string, Tensor>, name: string): Tensor<"float32"> {
  const value = tensors.get(name);
  if (value?.dtype === "float32") return value as Tensor<"float32">;
  throw new InputError(`Expected the weight ${name} as float32 but found ${value?.dtype ?? "none"}.`);
}
