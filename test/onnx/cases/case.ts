import { float32, type Tensor, tensor } from "../../../lib/tensor.ts";
import { seededNormal, seededUniform } from "../../../lib/random.ts";
import { type Symbolic } from "../../../lib/onnx/symbolic.ts";

/** Arguments of a case. */
export type Floats = Tensor<"float32"> | Tensor<"float64">;

/** One use of an operator whose gradient rule is put to the test. */
export interface Case {
  /** The rule's key in the gradient table. */
  readonly operator: string;
  /** What is special about this use. */
  readonly name: string;
  readonly f: (...xs: Symbolic[]) => Symbolic;
  /** float64 where ONNX Runtime's CPU kernels allow it. */
  readonly args: readonly Floats[];
  /**
   * The gradient of the sum of `f` by each argument, `undefined` where it is absent. Given where the derivative is
   * a convention (ties, zeros), so that a central difference would not find it.
   */
  readonly gradients?: readonly (readonly number[] | undefined)[];
  /** Operators that the gradient does without, as a cheaper way leads to it. */
  readonly avoids?: readonly string[];
}

/** Starts the cases of an operator. */
export const casesOf = (operator: string) =>
(
  name: string,
  f: Case["f"],
  args: Case["args"],
  more: Pick<Case, "gradients" | "avoids"> = {},
): Case => ({ operator, name, f, args, ...more });

const filled = (shape: readonly number[], next: (i: number) => number): Tensor<"float64"> => {
  const size = shape.reduce((n, d) => n * d, 1);
  return tensor("float64", shape, Float64Array.from({ length: size }, (_, i) => next(i)));
};

/** Normal numbers. */
export function normal(shape: readonly number[], seed = 1): Tensor<"float64"> {
  const next = seededNormal(seed);
  return filled(shape, () => next());
}

/** Numbers of either sign whose magnitude is in [0.3, 2]: away from a kink at 0. */
export function away(shape: readonly number[], seed = 1): Tensor<"float64"> {
  const next = seededUniform(seed);
  return filled(shape, () => (next() < 0.5 ? -1 : 1) * (0.3 + 1.7 * next()));
}

/** Numbers in [0.5, 2.5]. */
export function positive(shape: readonly number[], seed = 1): Tensor<"float64"> {
  const next = seededUniform(seed);
  return filled(shape, () => 0.5 + 2 * next());
}

/** Different multiples of 0.1, in no order: a small step changes nothing about which is the largest. */
export function spread(shape: readonly number[], seed = 1): Tensor<"float64"> {
  const next = seededUniform(seed);
  const size = shape.reduce((n, d) => n * d, 1);
  const order = Array.from({ length: size }, (_, i) => i).map((i) => [next(), i] as const)
    .sort(([a], [b]) => a - b);
  return filled(shape, (i) => (order[i]![1] - Math.floor(size / 2)) * 0.1);
}

/** The given numbers. */
export const given = (shape: readonly number[], values: readonly number[]): Tensor<"float64"> =>
  tensor("float64", shape, Float64Array.from(values));

/** The same in float32, for operators that ONNX Runtime has no float64 kernel of. */
export const single = (x: Tensor<"float64">): Tensor<"float32"> => float32(x.shape, x.data);

/** int64 indices. */
export const indices = (shape: readonly number[], values: readonly number[]): Tensor<"int64"> =>
  tensor("int64", shape, BigInt64Array.from(values, BigInt));
