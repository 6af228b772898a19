import { gradientsOf } from "../onnx/backward.ts";
import { constant, scalar, type Symbolic } from "../onnx/symbolic.ts";
import { add, mul } from "../onnx/ops/elementwise.ts";
import { reduceSum } from "../onnx/ops/reduction.ts";
import { ARRAY_OF, sizeOf, type Tensor, tensor } from "../tensor.ts";
import { seededNormal } from "../random.ts";
import { type Runtime } from "./runtime.ts";

/** Options of {@linkcode checkGrads}. */
export interface CheckGradsOptions {
  /** Step of the central difference (default 1e-4 for float64, 1e-2 for float32). */
  readonly epsilon?: number;
  /** Seed of the random direction and cotangent (default 0). */
  readonly seed?: number;
}

/** What {@linkcode checkGrads} found. */
export interface GradCheck {
  /** Derivative along the direction by reverse mode. */
  readonly reverse: number;
  /** The same by a central difference. */
  readonly difference: number;
  /** |reverse − difference| / max(|reverse|, |difference|, 1); NaN where either is. */
  readonly error: number;
}

/** The tensors that {@linkcode checkGrads} differentiates with respect to. */
export type FloatTensor = Tensor<"float32"> | Tensor<"float64">;

function randomLike(
  { dtype, shape }: { dtype: string; shape: readonly number[] },
  seed: number,
): FloatTensor {
  const normal = seededNormal(seed);
  const data = new ARRAY_OF[dtype as FloatTensor["dtype"]](sizeOf(shape)).map(() => normal());
  return tensor(dtype as FloatTensor["dtype"], shape, data) as FloatTensor;
}

const moved = (x: FloatTensor, direction: FloatTensor, by: number): FloatTensor =>
  tensor(x.dtype, x.shape, x.data.map((v, i) => v + by * direction.data[i]!)) as FloatTensor;

/** The function's values and its derivative along the directions, all contracted with one random cotangent. */
function contract(
  f: (...args: Symbolic[]) => Symbolic,
  directions: readonly FloatTensor[],
  seed: number,
): { value: (...xs: Symbolic[]) => Symbolic; derivative: (...xs: Symbolic[]) => Symbolic } {
  const value = (...xs: Symbolic[]): Symbolic => {
    const y = f(...xs);
    return reduceSum(mul(y, constant(randomLike(y, seed))));
  };
  const derivative = (...xs: Symbolic[]): Symbolic => {
    const loss = value(...xs);
    const gradients = gradientsOf(loss, xs);
    return gradients.map((g, i) => (g ? reduceSum(mul(g, constant(directions[i]!))) : scalar(0, loss.dtype)))
      .reduce((a, b) => add(a, b));
  };
  return { value, derivative };
}

/**
 * Compares the reverse-mode derivative of `f` at `args` with a central difference along one random direction,
 * as JAX's `check_grads` does. All arguments are differentiated; the result is contracted with a random
 * cotangent. Where no derivative reaches an argument it counts as 0. Runtimes for float64 need
 * `optimization: "basic"`.
 *
 * @param f a function of floating-point tensors to one, of any shape.
 * @param args where to check it, all of one dtype.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { tanh } from "../onnx/ops/mod.ts";
 * import { tensor } from "../tensor.ts";
 * import { checkGrads } from "./check_grads.ts";
 * import { openRuntime } from "./runtime.ts";
 *
 * await using runtime = await openRuntime({ provider: "cpu", optimization: "basic" });
 * const { error } = await checkGrads(runtime, tanh, [tensor("float64", [2], Float64Array.of(0.5, -1))]);
 * assert(error < 1e-5);
 * ```
 */
export async function checkGrads(
  runtime: Runtime,
  f: (...args: Symbolic[]) => Symbolic,
  args: readonly FloatTensor[],
  { seed = 0, epsilon = args[0]?.dtype === "float64" ? 1e-4 : 1e-2 }: CheckGradsOptions = {},
): Promise<GradCheck> {
  const directions = args.map((x, i) => randomLike(x, seed + 1 + i));
  const { value, derivative } = contract(f, directions, seed);
  await using along = await runtime.compile(derivative, args);
  await using at = await runtime.compile(value, args);
  const numberOf = async (result: Promise<unknown>): Promise<number> =>
    Number((await result as Tensor).data[0]);
  const reverse = await numberOf(along.run(...args));
  const plus = await numberOf(at.run(...args.map((x, i) => moved(x, directions[i]!, epsilon))));
  const minus = await numberOf(at.run(...args.map((x, i) => moved(x, directions[i]!, -epsilon))));
  const difference = (plus - minus) / (2 * epsilon);
  const error = Math.abs(reverse - difference) / Math.max(Math.abs(reverse), Math.abs(difference), 1);
  return { reverse, difference, error };
}
