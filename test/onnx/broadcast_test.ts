import assert from "node:assert/strict";
import fc from "fast-check";
import * as o from "../../lib/onnx/ops/mod.ts";
import { type Symbolic } from "../../lib/onnx/symbolic.ts";
import { broadcast } from "../../lib/onnx/shapes/rule.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { away, given, normal, positive, spread } from "./cases/case.ts";
import { failureOf } from "./check_case.ts";
import { assertClose, at, broadcastAt, define, valuesOf } from "./reference.ts";
import { broadcastable, shape } from "./shapes_arbitrary.ts";

interface Binary {
  readonly operator: string;
  readonly f: (a: Symbolic, b: Symbolic) => Symbolic;
  readonly reference: (a: number, b: number) => number;
  readonly make: typeof normal;
}

/** Numbers of which none of one seed is close to any of the other. */
function apart(shape: readonly number[], seed = 1): ReturnType<typeof normal> {
  const { data } = spread(shape, seed);
  return given(shape, [...data].map((v) => v + 0.05 * seed));
}

const BINARY: readonly Binary[] = [
  { operator: "Add", f: o.add, reference: (a, b) => a + b, make: normal },
  { operator: "Sub", f: o.sub, reference: (a, b) => a - b, make: normal },
  { operator: "Mul", f: o.mul, reference: (a, b) => a * b, make: normal },
  { operator: "Div", f: o.div, reference: (a, b) => a / b, make: away },
  { operator: "Pow", f: o.pow, reference: (a, b) => a ** b, make: positive },
  { operator: "Min", f: o.min, reference: Math.min, make: apart },
  { operator: "Max", f: o.max, reference: Math.max, make: apart },
  {
    operator: "Where",
    f: (a, b) => o.where(o.less(a, b), a, o.neg(b)),
    reference: (a, b) => (a < b ? a : -b),
    make: apart,
  },
];

Deno.test("operators of two operands broadcast on both sides, and so do their gradients", async () => {
  await using runtime = await openRuntime({ provider: "cpu", optimization: "basic", threads: 1 });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...BINARY),
      broadcastable(2),
      async ({ operator, f, reference, make }, shapes) => {
        const args = [make(shapes[0]!, 1), make(shapes[1]!, 2)];
        const expected = define(
          broadcast(...shapes)!,
          (i) => reference(broadcastAt(args[0]!, i), broadcastAt(args[1]!, i)),
        );
        assertClose(await valuesOf(runtime, (a, b) => f(a!, b!), args), expected);
        assert.equal(
          await failureOf(runtime, { operator, name: "", f: (a, b) => f(a!, b!), args }),
          undefined,
        );
      },
    ),
    { numRuns: 80 },
  );
});

Deno.test("where broadcasts its condition too", async () => {
  await using runtime = await openRuntime({ provider: "cpu", optimization: "basic", threads: 1 });
  await fc.assert(
    fc.asyncProperty(broadcastable(3), async (shapes) => {
      const args = shapes.map((s, i) => away(s, i + 1));
      const f = (c: Symbolic, a: Symbolic, b: Symbolic): Symbolic => o.where(o.greater(c, 0), a, b);
      const expected = define(
        broadcast(...shapes)!,
        (i) => broadcastAt(args[broadcastAt(args[0]!, i) > 0 ? 1 : 2]!, i),
      );
      assertClose(await valuesOf(runtime, f, args), expected);
      assert.equal(await failureOf(runtime, { operator: "Where", name: "", f, args }), undefined);
    }),
    { numRuns: 15 },
  );
});

Deno.test("matrix products broadcast their leading axes", async () => {
  await using runtime = await openRuntime({ provider: "cpu", optimization: "basic", threads: 1 });
  await fc.assert(
    fc.asyncProperty(broadcastable(2), shape(3, 3), async ([left, right], [m, k, n]) => {
      const args = [normal([...left!, m!, k!], 1), normal([...right!, k!, n!], 2)];
      const expected = define([...broadcast(left!, right!)!, m!, n!], (index) => {
        const [batch, i, j] = [index.slice(0, -2), index.at(-2)!, index.at(-1)!];
        const of = (x: typeof args[0], row: number, column: number): number => {
          const own = batch.slice(batch.length - (x.shape.length - 2)).map((
            b,
            axis,
          ) => (x.shape[axis] === 1 ? 0 : b));
          return at(x, [...own, row, column]);
        };
        return Array.from({ length: k! }, (_, q) => of(args[0]!, i, q) * of(args[1]!, q, j)).reduce((a, b) =>
          a + b
        );
      });
      assertClose(await valuesOf(runtime, o.matMul, args), expected);
      assert.equal(await failureOf(runtime, { operator: "MatMul", name: "", f: o.matMul, args }), undefined);
    }),
    { numRuns: 30 },
  );
});

Deno.test("shapes broadcast as NumPy's do", () => {
  assert.deepEqual(broadcast([2, 1, 3], [4, 1]), [2, 4, 3]);
  assert.deepEqual(broadcast([], [2]), [2]);
  assert.deepEqual(broadcast([0], [1]), [0]);
  assert.equal(broadcast([2], [3]), undefined);
  assert.equal(broadcast([0], [2]), undefined);
});
