import assert from "node:assert/strict";
import { named, stopGradient } from "../../lib/onnx/alias.ts";
import * as o from "../../lib/onnx/ops/mod.ts";
import { constant, filled, input, link, scalar, type Symbolic } from "../../lib/onnx/symbolic.ts";
import { checkpoint, customVjp, grad, valueAndGrad, vjp } from "../../lib/onnx/transforms.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { float32, type Tensor, zeros } from "../../lib/tensor.ts";
import { given, normal, single } from "./cases/case.ts";
import { failureOf } from "./check_case.ts";
import { assertClose, valuesOf } from "./reference.ts";

const CPU = { provider: "cpu", optimization: "basic", threads: 1 } as const;
const symbol = (...shape: number[]): Symbolic => input("x", { dtype: "float64", shape });

/** An operator that the gradient table does not know. */
const mystery = (x: Symbolic): Symbolic => link("Mystery", [x], [x])[0]!;

Deno.test("vjp gives the value and pulls cotangents back, in trees", async () => {
  await using runtime = await openRuntime(CPU);
  const f = (a: Symbolic, b: Symbolic): { product: Symbolic; sums: Symbolic[] } => ({
    product: o.mul(a, b),
    sums: [o.add(a, a), b],
  });
  const pulled = (a: Symbolic, b: Symbolic): Symbolic => {
    const { value, pullback } = vjp(f, a, b);
    const [da, db] = pullback({ product: value.product, sums: [scalar(10, a.dtype), scalar(100, a.dtype)] });
    return o.stack([da, db], 0);
  };
  const found = await valuesOf(runtime, pulled, [given([1], [2]), given([1], [3])]);
  assertClose(found, given([2, 1], [6 * 3 + 20, 6 * 2 + 100]));
});

Deno.test("where no derivative arrives there is none, rather than zeros", () => {
  const { pullback } = vjp(
    (a: Symbolic, _: Symbolic, c: Symbolic) => o.add(a, o.floor(c)),
    symbol(2),
    symbol(2),
    symbol(2),
  );
  const [a, b, c] = pullback(symbol(2));
  assert.notEqual(a, undefined);
  assert.equal(b, undefined);
  assert.equal(c, undefined);
});

Deno.test("one tensor given for two arguments is differentiated for each alone", async () => {
  await using runtime = await openRuntime(CPU);
  const f = (a: Symbolic, b: Symbolic): Symbolic => o.reduceSum(o.mul(a, o.square(b)));
  const x = given([2], [2, 3]);
  assertClose(await valuesOf(runtime, (x) => grad(f)(x!, x!), [x]), given([2], [4, 9]));
  const second = (x: Symbolic): Symbolic => vjp(f, x, x).pullback(scalar(1, x.dtype))[1];
  assertClose(await valuesOf(runtime, second, [x]), given([2], [8, 18]));
});

Deno.test("valueAndGrad passes along what stands beside the loss", async () => {
  await using runtime = await openRuntime(CPU);
  const step = valueAndGrad((w: Symbolic, more: { scale: Symbolic }) => ({
    loss: o.reduceSum(o.mul(o.square(w), more.scale)),
    twice: o.mul(w, 2),
  }));
  const { value, grad } = await runtime.run(step, given([2], [1, 2]), { scale: given([], [3]) });
  assertClose(value.loss, given([], [15]));
  assertClose(value.twice, given([2], [2, 4]));
  assertClose(grad, given([2], [6, 12]));
});

Deno.test("a loss that is no scalar, or does not depend on the argument, is refused", () => {
  assert.throws(() => grad((x: Symbolic) => x)(symbol(2, 3)), {
    name: "InputError",
    message: "Expected a scalar loss but found shape [2, 3].",
  });
  assert.throws(
    () => valueAndGrad((x: Symbolic) => ({ other: x }))(symbol()),
    /scalar loss but found shape \[none\]/,
  );
  assert.throws(() => grad(() => scalar(1, "float64"))(symbol(2)), /depends on the first argument/);
  assert.throws(() => grad((x: Symbolic) => o.reduceSum(stopGradient(x)))(symbol(2)), /depends on the first/);
});

Deno.test("an operator without a rule is named, but only when a derivative reaches it", () => {
  assert.throws(() => grad((x: Symbolic) => o.reduceSum(mystery(x)))(symbol(2)), {
    name: "InputError",
    message: "Expected a gradient rule for Mystery but the table has none.",
  });
  const harmless = [
    (x: Symbolic) => o.reduceSum(o.mul(x, mystery(constant(given([2], [1, 2]))))),
    (x: Symbolic) => o.reduceSum(o.mul(x, stopGradient(mystery(x)))),
    (x: Symbolic) => o.reduceSum(o.mul(x, mystery(stopGradient(x)))),
    (x: Symbolic) => o.reduceSum(o.add(x, o.floor(mystery(x)))),
  ];
  for (const f of harmless) assert(grad(f)(symbol(2)));
});

Deno.test("second derivatives: tanh, and a convolution's by its weights", async () => {
  await using runtime = await openRuntime(CPU);
  const slope = grad((x: Symbolic) => o.reduceSum(o.tanh(x)));
  const curve = grad((x: Symbolic) => o.reduceSum(slope(x)));
  const x = [-1, 0, 0.5];
  const expected = x.map((v) => -2 * Math.tanh(v) * (1 - Math.tanh(v) ** 2));
  assertClose(await valuesOf(runtime, (s) => curve(s!), [given([3], x)]), given([3], expected));
  const f = (x: Symbolic, w: Symbolic): Symbolic =>
    grad((x: Symbolic) => o.reduceSum(o.square(o.conv(x, w, { stride: 2, pad: 1 }))))(x);
  const args = [single(normal([1, 2, 4, 4], 1)), single(normal([2, 2, 3, 3], 2))];
  assert.equal(await failureOf(runtime, { operator: "", name: "", f, args }), undefined);
});

Deno.test("stopGradient is the value itself, and a constant to derivatives", async () => {
  await using runtime = await openRuntime(CPU);
  const f = (x: Symbolic): Symbolic => o.reduceSum(o.mul(x, stopGradient(x)));
  const x = given([2], [2, 3]);
  assertClose(await valuesOf(runtime, (s) => f(s!), [x]), given([], [13]));
  assertClose(await valuesOf(runtime, (s) => grad(f)(s!), [x]), x);
});

Deno.test("customVjp replaces the derivative, in second order too", async () => {
  await using runtime = await openRuntime(CPU);
  const clipped = customVjp((x: Symbolic) => o.clip(x, 0, 1), (g, [x]) => [o.mul(g, o.square(x))]);
  const slope = grad((x: Symbolic) => o.reduceSum(o.mul(clipped(x), 2)));
  const x = given([3], [-3, 0.5, 2]);
  assertClose(await valuesOf(runtime, (s) => clipped(s!), [x]), given([3], [0, 0.5, 1]));
  assertClose(await valuesOf(runtime, (s) => slope(s!), [x]), given([3], [18, 0.5, 8]));
  const curve = grad((x: Symbolic) => o.reduceSum(slope(x)));
  assertClose(await valuesOf(runtime, (s) => curve(s!), [x]), given([3], [-12, 2, 8]));
});

Deno.test("a pullback may leave arguments out and give cotangents that broadcast", async () => {
  await using runtime = await openRuntime(CPU);
  const f = customVjp((x: Symbolic, _: Symbolic) => o.exp(x), (g) => [o.reduceMax(g), undefined]);
  const both = (x: Symbolic, y: Symbolic): Symbolic => o.reduceSum(f(x, y));
  assertClose(
    await valuesOf(runtime, (x, y) => grad(both)(x!, y!), [normal([1, 2]), normal([2])]),
    given([1, 2], [1, 1]),
  );
  assert.throws(
    () => grad((y: Symbolic, x: Symbolic) => both(x, y))(symbol(2), symbol(2)),
    /depends on the first/,
  );
  const row = customVjp((x: Symbolic) => o.exp(x), () => [constant(given([3], [1, 2, 3]))]);
  const g = (x: Symbolic): Symbolic => grad((x: Symbolic) => o.reduceSum(row(x)))(x);
  assertClose(await valuesOf(runtime, (x) => g(x!), [normal([1, 3])]), given([1, 3], [1, 2, 3]));
});

Deno.test("customVjp and checkpoint refuse to lose a derivative that goes round their arguments", () => {
  const round = [
    (x: Symbolic) => customVjp((y: Symbolic) => o.mul(y, x), (g) => [g])(x),
    (x: Symbolic) => checkpoint((y: Symbolic) => o.mul(y, o.sin(x)))(o.cos(x)),
  ];
  for (const f of round) {
    assert.throws(
      () => grad((x: Symbolic) => o.reduceSum(f(x)))(symbol(2)),
      /to be an argument but found another/,
    );
  }
  const detached = (x: Symbolic): Symbolic => checkpoint((y: Symbolic) => o.mul(y, stopGradient(x)))(x);
  assert(grad((x: Symbolic) => o.reduceSum(detached(x)))(symbol(2)));
});

Deno.test("aliases and names pass derivatives through", async () => {
  await using runtime = await openRuntime(CPU);
  const f = (x: Symbolic): Symbolic => o.reduceSum(o.square(named("a/b", named("c", x))));
  assertClose(await valuesOf(runtime, (x) => grad(f)(x!), [given([2], [1, 2])]), given([2], [2, 4]));
});

/** What a function of an argument gives for a known tensor. */
async function found(f: (x: Symbolic) => Symbolic, x: Tensor): Promise<number[]> {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  return Array.from((await runtime.run(f, x)).data, Number);
}

Deno.test("cotangents of a record go to its fields, in whatever order they are written", async () => {
  const two = (x: Symbolic): { a: Symbolic; b: Symbolic } => ({ a: o.mul(x, 2), b: o.mul(x, 3) });
  const [g, h] = [constant(float32([1], [1])), constant(float32([1], [10]))];
  for (const cotangent of [{ a: g, b: h }, { b: h, a: g }]) {
    assert.deepEqual(await found((x) => vjp(two, x).pullback(cotangent)[0], float32([1], [0])), [32]);
  }
});

Deno.test("cotangents of another structure or type than the value's are refused", () => {
  const x = input("x", { dtype: "float32", shape: [2] });
  const { pullback } = vjp((v: Symbolic) => ({ a: o.mul(v, 2), b: o.mul(v, 3) }), x);
  const of = (dtype: "float32" | "float64", ...shape: number[]): Symbolic =>
    constant(filled(dtype, shape, 1));
  const g = of("float32", 2);
  const wrong: readonly (readonly [Record<string, Symbolic>, string])[] = [
    [{ a: g }, "Expected float32 [2] as cotangent of b but found nothing."],
    [{ a: g, b: g, c: g }, "Expected nothing as cotangent of c but found float32 [2]."],
    [{ a: g, b: of("float32", 3, 2) }, "Expected float32 [2] as cotangent of b but found float32 [3, 2]."],
    [{ a: g, b: of("float64", 2) }, "Expected float32 [2] as cotangent of b but found float64 [2]."],
  ];
  for (const [cotangent, message] of wrong) {
    assert.throws(() => pullback(cotangent as { a: Symbolic; b: Symbolic }), { name: "InputError", message });
  }
});

Deno.test("gradients with respect to whole numbers are refused", () => {
  const x = input("x", { dtype: "int32", shape: [2] });
  assert.throws(() => grad((v: Symbolic) => o.reduceSum(o.div(v, 2)))(x), {
    name: "InputError",
    message: "Expected a first argument of floating-point numbers but found int32.",
  });
});

Deno.test("an axis that is named twice counts once in the gradient of a mean", async () => {
  const mean = (x: Symbolic): Symbolic => o.reduceSum(o.reduceMean(x, { axes: [1, -1] }));
  assert.deepEqual(await found(grad(mean), zeros([1, 4])), [0.25, 0.25, 0.25, 0.25]);
});

Deno.test("numbers beside whole ones are those that their type holds", () => {
  const x = input("x", { dtype: "int32", shape: [2] });
  const bytes = input("b", { dtype: "uint8", shape: [2] });
  const long = input("l", { dtype: "int64", shape: [2] });
  const refused: readonly (readonly [() => Symbolic, string])[] = [
    [() => o.mul(x, 0.5), "Expected a number that int32 holds but found 0.5."],
    [() => o.clip(x, 0, Infinity), "Expected a number that int32 holds but found Infinity."],
    [() => o.add(bytes, 256), "Expected a number that uint8 holds but found 256."],
    [() => o.clip(bytes, -1, 3), "Expected a number that uint8 holds but found -1."],
    [() => o.less(long, 0.5), "Expected a number that int64 holds but found 0.5."],
  ];
  for (const [make, message] of refused) assert.throws(make, { name: "InputError", message });
  assert.deepEqual(o.add(x, -3).shape, [2]);
});
