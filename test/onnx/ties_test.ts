import fc from "fast-check";
import { backward } from "../../lib/onnx/backward.ts";
import * as o from "../../lib/onnx/ops/mod.ts";
import { scalar, type Symbolic } from "../../lib/onnx/symbolic.ts";
import { openRuntime, type Runtime } from "../../lib/runtime/runtime.ts";
import { type Tensor } from "../../lib/tensor.ts";
import { given } from "./cases/case.ts";
import { assertClose } from "./reference.ts";

/** Whole numbers so small that ties and zeros abound. */
const small = (size: number): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: -1, max: 2 }), { minLength: size, maxLength: size });

/** The gradient of the sum of `f` by each of its arguments. */
async function gradients(
  runtime: Runtime,
  f: (...xs: Symbolic[]) => Symbolic,
  args: readonly Tensor[],
): Promise<readonly Tensor[]> {
  const all = (...xs: Symbolic[]): Symbolic[] => {
    const loss = o.reduceSum(f(...xs));
    return backward([loss], [scalar(1, loss.dtype)], xs).map((g) => g!);
  };
  await using executable = await runtime.compile(all, args);
  return await executable.run(...args) as Tensor[];
}

const UNARY: readonly (readonly [(x: Symbolic) => Symbolic, (x: number) => number])[] = [
  [o.abs, Math.sign],
  [o.relu, (x) => Number(x > 0)],
  [(x) => o.leakyRelu(x, 0.25), (x) => (x > 0 ? 1 : 0.25)],
  [(x) => o.clip(x, 0, 1), (x) => Number(x >= 0 && x <= 1)],
  [(x) => o.clip(x, -1, 2), () => 1],
  [o.square, (x) => 2 * x],
];

const half = (wins: boolean, ties: boolean): number => (wins ? 1 : ties ? 0.5 : 0);

type Slopes = (a: number, b: number) => readonly [number, number];
const BINARY: readonly (readonly [(a: Symbolic, b: Symbolic) => Symbolic, Slopes])[] = [
  [o.min, (a, b) => [half(a < b, a === b), half(b < a, a === b)]],
  [o.max, (a, b) => [half(a > b, a === b), half(b > a, a === b)]],
  [o.mul, (a, b) => [b, a]],
  [
    (a, b) => o.pow(a, o.abs(b)),
    (a, b) => {
      const n = Math.abs(b);
      return [n === 0 ? 0 : n * a ** (n - 1), a > 0 ? a ** n * Math.log(a) * Math.sign(b) : 0];
    },
  ],
];

Deno.test("at zeros, bounds and ties, derivatives are what is agreed on, and never NaN", async () => {
  await using runtime = await openRuntime({ provider: "cpu", optimization: "basic", threads: 1 });
  const pairs = fc.tuple(small(6), small(6));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...UNARY), small(6), async ([f, slope], values) => {
      const [found] = await gradients(runtime, (x) => f(x!), [given([6], values)]);
      assertClose(found!, given([6], values.map((v) => slope(v))));
    }),
    { numRuns: 20 },
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...BINARY), pairs, async ([f, slopes], [a, b]) => {
      const found = await gradients(runtime, (a, b) => f(a!, b!), [given([6], a), given([6], b)]);
      assertClose(found[0]!, given([6], a.map((v, i) => slopes(v, b[i]!)[0])));
      assertClose(found[1]!, given([6], a.map((v, i) => slopes(v, b[i]!)[1])));
    }),
    { numRuns: 40 },
  );
});

Deno.test("the extremes of an axis share its cotangent, however many they are", async () => {
  await using runtime = await openRuntime({ provider: "cpu", optimization: "basic", threads: 1 });
  const extremes = [[o.reduceMax, Math.max], [o.reduceMin, Math.min]] as const;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...extremes), small(4), async ([fold, reference], row) => {
      const best = reference(...row);
      const count = row.filter((v) => v === best).length;
      const [found] = await gradients(runtime, (x) => fold(x!, { axes: [1] }), [given([1, 4], row)]);
      assertClose(found!, given([1, 4], row.map((v) => (v === best ? 1 / count : 0))));
    }),
    { numRuns: 20 },
  );
});
