import { checkGrads } from "../../lib/runtime/check_grads.ts";
import { type Runtime } from "../../lib/runtime/runtime.ts";
import { backward } from "../../lib/onnx/backward.ts";
import { reduceSum } from "../../lib/onnx/ops/mod.ts";
import { topologicalOrder } from "../../lib/onnx/order.ts";
import { constant, input, scalar, type Symbolic } from "../../lib/onnx/symbolic.ts";
import { type Tensor } from "../../lib/tensor.ts";
import { type Case } from "./cases/case.ts";

/** The largest relative error of a gradient that counts as right, by dtype. */
export const TOLERANCE = { float64: 1e-5, float32: 2e-3 } as const;

/** Compares the gradient by one argument, the others fixed, with a central difference. */
async function differs(runtime: Runtime, { f, args }: Case, i: number): Promise<string | undefined> {
  const fixed = args.map((x) => constant(x));
  const { error, reverse, difference } = await checkGrads(runtime, (x) => f(...fixed.with(i, x!)), [
    args[i]!,
  ]);
  if (error < TOLERANCE[args[i]!.dtype]) return undefined;
  return `argument ${i}: ${reverse} by reverse mode, ${difference} by a central difference`;
}

/** Compares the gradients of the sum with what they are said to be. */
async function deviates(
  runtime: Runtime,
  { f, args }: Case,
  expected: NonNullable<Case["gradients"]>,
): Promise<string | undefined> {
  const gradients = (...xs: Symbolic[]): Symbolic[] => {
    const loss = reduceSum(f(...xs));
    return backward([loss], [scalar(1, loss.dtype)], xs).map((g) => g ?? scalar(Infinity, "float64"));
  };
  await using executable = await runtime.compile(gradients, args);
  const found = (await executable.run(...args) as Tensor[]).map(({ data }) => [...data].map(Number));
  const close = expected.every((values, i) =>
    (values ?? [Infinity]).every((v, k) => v === found[i]![k] || Math.abs(v - found[i]![k]!) < 1e-12)
  );
  return close ? undefined : `expected ${JSON.stringify(expected)} but found ${JSON.stringify(found)}`;
}

/** The first of some operators that the gradients of a case are computed with. */
function needless({ f, args, avoids = [] }: Case): string | undefined {
  const xs = args.map((x, i) => input(`${i}`, x));
  const y = f(...xs);
  const gradients = backward([y], [input("cotangent", y)], xs).filter((g) => g !== undefined);
  const used = new Set(topologicalOrder(gradients).map(({ type }) => type));
  return avoids.find((type) => used.has(type));
}

/** What is wrong with the gradients of a case; `undefined` where nothing is. */
export async function failureOf(runtime: Runtime, given: Case): Promise<string | undefined> {
  const waste = needless(given);
  if (waste) return `the gradient takes a ${waste}`;
  if (given.gradients) return await deviates(runtime, given, given.gradients);
  for (const i of given.args.keys()) {
    const failure = await differs(runtime, given, i);
    if (failure) return failure;
  }
  return undefined;
}
