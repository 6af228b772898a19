import { backward } from "../onnx/backward.ts";
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
  /** |reverse − difference| / max(|reverse|, |difference|, 1). */
  readonly error: number;
}

type Floats = Tensor<"float32"> | Tensor<"float64">;

const randomLike = (x: Floats, normal: () => number): Floats => {
  const data = new ARRAY_OF[x.dtype](x.data.length).map(() => normal());
  return tensor(x.dtype, x.shape, data as never) as Floats;
};

const moved = (x: Floats, direction: Floats, by: number): Floats =>
  tensor(x.dtype, x.shape, x.data.map((v, i) => v + by * direction.data[i]!) as never) as Floats;

/**
 * Compares the reverse-mode derivative of `f` at `args` with a central difference along one random direction,
 * as JAX's `check_grads` does. All arguments are differentiated; the result is contracted with a random
 * cotangent. Runtimes for float64 need `optimization: "basic"`.
 */
export async function checkGrads(
  runtime: Runtime,
  f: (...args: Symbolic[]) => Symbolic,
  args: readonly Floats[],
  options: CheckGradsOptions = {},
): Promise<GradCheck> {
  const normal = seededNormal(options.seed ?? 0);
  const epsilon = options.epsilon ?? (args[0]!.dtype === "float64" ? 1e-4 : 1e-2);
  const contracted = (...xs: Symbolic[]): Symbolic => {
    const y = f(...xs);
    const weights = randomLike(
      { dtype: y.dtype, shape: y.shape, data: new Float64Array(sizeOf(y.shape)) } as Floats,
      seededNormal((options.seed ?? 0) + 1),
    );
    return reduceSum(mul(y, constant(weights)));
  };
  const directions = args.map((x) => randomLike(x, normal));
  const along = (...xs: Symbolic[]): Symbolic => {
    const loss = contracted(...xs);
    const gradients = backward([loss], [scalar(1, loss.dtype)], xs);
    const terms = gradients.flatMap((g, i) => (g ? [reduceSum(mul(g, constant(directions[i]!)))] : []));
    return terms.reduce((a, b) => add(a, b));
  };
  const evaluate = async (g: typeof contracted, xs: readonly Floats[]): Promise<number> =>
    Number((await runtime.run(g as never, ...xs as never) as Tensor).data[0]);
  const reverse = await evaluate(along, args);
  const plus = await evaluate(contracted, args.map((x, i) => moved(x, directions[i]!, epsilon)));
  const minus = await evaluate(contracted, args.map((x, i) => moved(x, directions[i]!, -epsilon)));
  const difference = (plus - minus) / (2 * epsilon);
  const error = Math.abs(reverse - difference) / Math.max(Math.abs(reverse), Math.abs(difference), 1);
  return { reverse, difference, error };
}
