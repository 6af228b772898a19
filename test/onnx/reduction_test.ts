import assert from "node:assert/strict";
import fc from "fast-check";
import * as o from "../../lib/onnx/ops/mod.ts";
import { constant, type Symbolic } from "../../lib/onnx/symbolic.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { given, spread } from "./cases/case.ts";
import { failureOf } from "./check_case.ts";
import { assertClose, at, define, tuplesOf, valuesOf } from "./reference.ts";
import { shapeAndAxes } from "./shapes_arbitrary.ts";

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b) / values.length;

const FOLDS = [
  {
    operator: "ReduceSum",
    fold: o.reduceSum,
    reference: (v: readonly number[]) => v.reduce((a, b) => a + b),
  },
  { operator: "ReduceMean", fold: o.reduceMean, reference: mean },
  { operator: "ReduceMax", fold: o.reduceMax, reference: (v: readonly number[]) => Math.max(...v) },
  { operator: "ReduceMin", fold: o.reduceMin, reference: (v: readonly number[]) => Math.min(...v) },
];

Deno.test("reductions fold any axes, and so do their gradients", async () => {
  await using runtime = await openRuntime({ provider: "cpu", optimization: "basic", threads: 1 });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...FOLDS),
      shapeAndAxes,
      fc.boolean(),
      async ({ operator, fold, reference }, { shape, axes }, keep) => {
        const x = spread(shape);
        const f = (s: Symbolic): Symbolic => fold(s, { axes, keep });
        const folded = new Set(axes.map((a) => (a < 0 ? a + shape.length : a)));
        const kept = shape.map((d, i) => (folded.has(i) ? 1 : d));
        const expected = define(kept, (index) => {
          const all = tuplesOf(shape.map((d, i) => (folded.has(i) ? d : 1)));
          return reference(all.map((step) => at(x, step.map((s, i) => s + index[i]!))));
        });
        const final = keep ? kept : shape.filter((_, i) => !folded.has(i));
        assertClose(await valuesOf(runtime, f, [x]), given(final, [...expected.data]));
        assert.equal(await failureOf(runtime, { operator, name: "", f, args: [x] }), undefined);
      },
    ),
    { numRuns: 50 },
  );
});

Deno.test("a reduction over no axes is its argument", () => {
  const x = constant(given([2], [1, 2]));
  assert.equal(o.reduceSum(x, { axes: [] }), x);
  const scalar = constant(given([], [1]));
  assert.equal(o.reduceMax(scalar), scalar);
});

Deno.test("softmax sums to 1 along its axis and survives large numbers", async () => {
  await using runtime = await openRuntime({ provider: "cpu", optimization: "basic", threads: 1 });
  const x = given([2, 2], [1000, 1001, -1000, -999]);
  const low = 1 / (1 + Math.E);
  assertClose(
    await valuesOf(runtime, (s) => o.softmax(s!), [x]),
    given([2, 2], [low, 1 - low, low, 1 - low]),
  );
  assertClose(
    await valuesOf(runtime, (s) => o.logSoftmax(s!, 0), [x]),
    given([2, 2], [0, 0, -2000, -2000]),
  );
});

Deno.test("argMax, argMin and topK: the first where elements tie", async () => {
  await using runtime = await openRuntime({ provider: "cpu", optimization: "basic", threads: 1 });
  const x = given([2, 3], [1, 3, 3, 2, 0, 0]);
  assertClose(await valuesOf(runtime, (s) => o.argMax(s!, 1), [x]), given([2], [1, 0]));
  assertClose(await valuesOf(runtime, (s) => o.argMin(s!, -1), [x]), given([2], [0, 1]));
  assertClose(await valuesOf(runtime, (s) => o.argMax(s!, 0), [x]), given([3], [1, 0, 0]));
  assertClose(await valuesOf(runtime, (s) => o.topK(s!, 2).values, [x]), given([2, 2], [3, 3, 2, 0]));
  assertClose(await valuesOf(runtime, (s) => o.topK(s!, 2).indices, [x]), given([2, 2], [1, 2, 0, 1]));
});
