import assert from "node:assert/strict";
import * as o from "../../lib/onnx/ops/mod.ts";
import { constant, type Symbolic } from "../../lib/onnx/symbolic.ts";
import { trace } from "../../lib/onnx/trace.ts";
import { grad } from "../../lib/onnx/transforms.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { tensor } from "../../lib/tensor.ts";
import { given } from "./cases/case.ts";
import { assertClose, valuesOf } from "./reference.ts";

const X = [-2.5, -1, -0.5, 0, 0.5, 1.5, 2.5];

const FUNCTIONS: readonly (readonly [(x: Symbolic) => Symbolic, (x: number) => number])[] = [
  [o.neg, (x) => 0 - x],
  [o.abs, Math.abs],
  [o.sign, Math.sign],
  [o.exp, Math.exp],
  [(x) => o.log(o.square(x)), (x) => Math.log(x * x)],
  [(x) => o.sqrt(o.abs(x)), (x) => Math.sqrt(Math.abs(x))],
  [o.reciprocal, (x) => 1 / x],
  [o.sin, Math.sin],
  [o.cos, Math.cos],
  [o.tanh, Math.tanh],
  [o.sigmoid, (x) => 1 / (1 + Math.exp(-x))],
  [o.softplus, (x) => Math.log1p(Math.exp(x))],
  [o.relu, (x) => Math.max(x, 0)],
  [(x) => o.leakyRelu(x, 0.25), (x) => (x > 0 ? x : 0.25 * x)],
  [(x) => o.clip(x, -1, 1.25), (x) => Math.min(Math.max(x, -1), 1.25)],
  [o.floor, Math.floor],
  [o.ceil, (x) => Math.ceil(x) + 0],
  [o.round, (x) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x)) + 0],
  [(x) => o.cast(o.and(o.greater(x, -1), o.not(o.equal(x, 0))), "float64"), (x) => Number(x > -1 && x !== 0)],
  [
    (x) => o.cast(o.or(o.lessOrEqual(x, -1), o.greaterOrEqual(x, 1.5)), "float64"),
    (x) => Number(x <= -1 || x >= 1.5),
  ],
  [(x) => o.where(o.less(x, 0), 1, o.square(x)), (x) => (x < 0 ? 1 : x * x)],
];

Deno.test("functions of one number have their values", async () => {
  await using runtime = await openRuntime({ provider: "cpu", optimization: "basic", threads: 1 });
  const x = given([X.length], X);
  for (const [f, reference] of FUNCTIONS) {
    assertClose(await valuesOf(runtime, (s) => o.add(f(s!), 0), [x]), given(x.shape, X.map(reference)));
  }
});

Deno.test("the error function has its tabulated values", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const x = tensor("float32", [4], Float32Array.of(0, 0.5, 1, -2));
  assertClose(
    await valuesOf(runtime, (s) => o.erf(s!), [x]),
    given([4], [0, 0.5204998778, 0.8427007929, -0.995322265]),
    1e-6,
  );
});

Deno.test("casting to int64 drops the fraction, to bool keeps what is not 0", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const x = given([4], [-1.5, 0, 0.5, 2]);
  assert.deepEqual(
    (await valuesOf(runtime, (s) => o.cast(s!, "int64"), [x])).data,
    BigInt64Array.of(-1n, 0n, 0n, 2n),
  );
  assert.deepEqual((await valuesOf(runtime, (s) => o.cast(s!, "bool"), [x])).data, Uint8Array.of(1, 0, 1, 1));
});

Deno.test("numbers take the dtype of the other operand", () => {
  const half = constant(tensor("float16", [1], new Uint16Array(1)));
  assert.equal(o.sub(1, half).dtype, "float16");
  assert.equal(o.where(1, half, 0).dtype, "float16");
  assert.equal(o.add(1, 2).dtype, "float32");
});

Deno.test("steps, signs and comparisons count as constants in a derivative", async () => {
  await using runtime = await openRuntime({ provider: "cpu", optimization: "basic", threads: 1 });
  const steps: ((x: Symbolic) => Symbolic)[] = [
    o.floor,
    o.ceil,
    o.round,
    o.sign,
    (x) => o.cast(o.not(o.equal(x, 1)), "float64"),
    (x) => o.cast(o.and(o.less(x, 2), o.greater(x, -2)), "float64"),
    (x) => o.cast(o.or(o.lessOrEqual(x, -1), o.greaterOrEqual(x, 1)), "float64"),
    (x) => o.cast(o.argMax(x, 0), "float64"),
    (x) => o.cast(o.argMin(x, 0), "float64"),
  ];
  const x = given([3], [-1.5, 1, 1.25]);
  for (const step of steps) {
    const slope = grad((s: Symbolic) => o.reduceSum(o.mul(s, step(s))));
    assertClose(
      await valuesOf(runtime, (s) => slope(s!), [x]),
      await valuesOf(runtime, (s) => o.expand(step(s!), [3]), [x]),
    );
  }
});

Deno.test("operands that do not fit are told apart by one sentence", () => {
  const [a, b] = [constant(given([2], [0, 0])), constant(given([3], [0, 0, 0]))];
  const single = constant(tensor("float32", [2], new Float32Array(2)));
  assert.throws(() => o.add(a, b), {
    name: "InputError",
    message: "Add: Expected shapes that broadcast but found float64[2] and float64[3].",
  });
  assert.throws(() => o.mul(a, single), {
    message: "Mul: Expected equal dtypes but found float64[2] and float32[2].",
  });
  assert.throws(() => o.where(a, a, a), /Where: Expected a bool and two equal dtypes/);
  assert.throws(() => trace("f", () => o.cast(a, "none" as never), []), /Expected an ONNX element type/);
});
