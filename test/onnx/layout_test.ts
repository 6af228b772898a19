import assert from "node:assert/strict";
import fc from "fast-check";
import * as o from "../../lib/onnx/ops/mod.ts";
import { constant, int64s, op, type Symbolic } from "../../lib/onnx/symbolic.ts";
import { openRuntime, type Runtime } from "../../lib/runtime/runtime.ts";
import { sizeOf, type Tensor } from "../../lib/tensor.ts";
import { indices, normal } from "./cases/case.ts";
import { failureOf } from "./check_case.ts";
import { assertClose, at, broadcastAt, define, valuesOf } from "./reference.ts";
import { shape } from "./shapes_arbitrary.ts";

type Move = (x: Symbolic) => Symbolic;

/** Whether an operation on one tensor has the given values, and the gradient of a central difference. */
async function check(runtime: Runtime, f: Move, x: Tensor<"float64">, expected: Tensor): Promise<void> {
  assertClose(await valuesOf(runtime, f, [x]), expected);
  assert.equal(await failureOf(runtime, { operator: "", name: "", f, args: [x] }), undefined);
}

function property<T>(
  arbitrary: fc.Arbitrary<T>,
  body: (runtime: Runtime, value: T) => Promise<void>,
): () => Promise<void> {
  return async (): Promise<void> => {
    await using runtime = await openRuntime({ provider: "cpu", optimization: "basic", threads: 1 });
    await fc.assert(fc.asyncProperty(arbitrary, (value) => body(runtime, value)), { numRuns: 20 });
  };
}

const shapeAndOrder = shape(4, 1).chain((full) =>
  fc.tuple(fc.constant(full), fc.shuffledSubarray([...full.keys()], { minLength: full.length }))
);

Deno.test(
  "transpose reorders axes",
  property(shapeAndOrder, async (runtime, [full, perm]) => {
    const x = normal(full);
    const expected = define(
      perm.map((p) => full[p]!),
      (index) => at(x, full.map((_, a) => index[perm.indexOf(a)]!)),
    );
    await check(runtime, (s) => o.transpose(s, perm), x, expected);
  }),
);

const bound = fc.integer({ min: -9, max: 9 });
const step = fc.constantFrom(-3, -2, -1, 1, 2, 3);

/** JavaScript's own slice for steps forward; backwards, the places counted down from a start inside the axis. */
function places(size: number, start: number, end: number, by: number): number[] {
  const all = [...Array(size).keys()];
  if (by > 0) return all.slice(start, end).filter((_, i) => i % by === 0);
  const first = Math.min(Math.max(start < 0 ? start + size : start, 0), size - 1);
  const last = end < -size ? -1 : end < 0 ? end + size : end;
  return all.reverse().filter((i) => i <= first && i > last && (first - i) % -by === 0);
}

Deno.test(
  "slice takes what ONNX says, in either direction and with bounds beyond the axis",
  property(
    fc.tuple(fc.integer({ min: 1, max: 6 }), bound, bound, step),
    async (runtime, [size, start, end, by]) => {
      const x = normal([2, size]);
      const taken = places(size, start, end, by);
      const f: Move = (s) => o.concat([o.slice(s, 1, start, end, by), o.slice(s, 0, 0, 2)], 1);
      const expected = define(
        [2, taken.length + size],
        ([i, j]) => at(x, [i!, taken[j!] ?? j! - taken.length]),
      );
      await check(runtime, f, x, expected);
    },
  ),
);

const pads = shape(3, 1).chain((full) => {
  const amounts = fc.array(fc.nat({ max: 2 }), { minLength: full.length, maxLength: full.length });
  return fc.tuple(fc.constant(full), amounts, amounts);
});

Deno.test(
  "pad surrounds with zeros",
  property(pads, async (runtime, [full, before, after]) => {
    const x = normal(full);
    const expected = define(
      full.map((d, a) => before[a]! + d + after[a]!),
      (index) => at(x, index.map((i, a) => i - before[a]!)),
    );
    await check(runtime, (s) => o.pad(s, before, after), x, expected);
  }),
);

const pieces = shape(3, 1).chain((full) =>
  fc.tuple(
    fc.constant(full),
    fc.integer({ min: -full.length, max: full.length - 1 }),
    fc.array(fc.nat({ max: 3 }), { minLength: 2, maxLength: 4 }),
  )
);

Deno.test(
  "split undoes concat, along any axis and with empty pieces",
  property(pieces, async (runtime, [full, axis, lengths]) => {
    const total = lengths.reduce((a, b) => a + b);
    const x = normal(full.with(axis, total));
    const f: Move = (s) => o.concat(o.split(s, axis, lengths).toReversed(), axis);
    const a = axis < 0 ? axis + full.length : axis;
    const order = lengths.flatMap((n, i) => {
      const start = lengths.slice(0, i).reduce((p, q) => p + q, 0);
      return [Array.from({ length: n }, (_, k) => start + k)];
    }).reverse().flat();
    await check(runtime, f, x, define(x.shape, (index) => at(x, index.with(a, order[index[a]!]!))));
  }),
);

const gathers = fc.tuple(shape(3, 1), shape(2)).chain(([full, many]) =>
  fc.integer({ min: -full.length, max: full.length - 1 }).chain((axis) => {
    const d = full.at(axis)!;
    const one = fc.integer({ min: -d, max: d - 1 });
    const size = sizeOf(many);
    return fc.tuple(
      fc.constant({ full, many, axis }),
      fc.array(one, { minLength: size, maxLength: size }),
    );
  })
);

Deno.test(
  "gather puts a table of indices in place of an axis",
  property(gathers, async (runtime, [{ full, many, axis }, picked]) => {
    const x = normal(full);
    const a = axis < 0 ? axis + full.length : axis;
    const table = indices(many, picked);
    const expected = define([...full.slice(0, a), ...many, ...full.slice(a + 1)], (index) => {
      const k = at(table, index.slice(a, a + many.length));
      return at(x, [...index.slice(0, a), k < 0 ? k + full[a]! : k, ...index.slice(a + many.length)]);
    });
    await check(runtime, (s) => o.gather(s, table, axis), x, expected);
  }),
);

const expansions = fc.tuple(shape(2), shape(2, 1), fc.array(fc.boolean(), { minLength: 2, maxLength: 2 }));

Deno.test(
  "expand repeats axes of size 1 and new ones in front",
  property(expansions, async (runtime, [front, back, ones]) => {
    const x = normal(back.map((d, i) => (ones[i] ? 1 : d)));
    const full = [...front, ...back];
    await check(runtime, (s) => o.expand(s, full), x, define(full, (index) => broadcastAt(x, index)));
  }),
);

Deno.test(
  "reshape keeps the order of elements; one length may be worked out",
  property(fc.tuple(shape(4, 1), fc.boolean()), async (runtime, [full, guess]) => {
    const x = normal(full);
    const other = full.toReversed();
    const target = guess ? [-1, ...other.slice(1)] : other;
    await check(runtime, (s) => o.reshape(s, target), x, { ...x, shape: other });
  }),
);

Deno.test("depthToSpace, upsampling and stacking", async () => {
  await using runtime = await openRuntime({ provider: "cpu", optimization: "basic", threads: 1 });
  const x = normal([1, 8, 2, 3]);
  const blocks = define(
    [1, 2, 4, 6],
    ([n, c, i, j]) => at(x, [n!, c! * 4 + (i! % 2) * 2 + (j! % 2), i! >> 1, j! >> 1]),
  );
  assertClose(await valuesOf(runtime, (s) => o.depthToSpace(s!, 2), [x]), blocks);
  const single: Tensor = { ...x, dtype: "float32", data: Float32Array.from(x.data) };
  const grown = define(
    [1, 8, 6, 9],
    ([n, c, i, j]) => at(single, [n!, c!, Math.floor(i! / 3), Math.floor(j! / 3)]),
  );
  assertClose(await valuesOf(runtime, (s) => o.upsampleNearest(s!, 3), [single]), grown);
  const [a, b] = [normal([2, 3], 1), normal([2, 3], 2)];
  const stacked = define([2, 2, 3], ([i, k, j]) => at(k === 0 ? a : b, [i!, j!]));
  assertClose(await valuesOf(runtime, (p, q) => o.stack([p!, q!], 1), [a, b]), stacked);
  assertClose(await valuesOf(runtime, (p, q) => o.stack([p!, q!], -2), [a, b]), stacked);
});

Deno.test("operations that would change nothing leave no node", () => {
  const x = constant(normal([2, 3]));
  const same = [
    o.reshape(x, [2, -1]),
    o.transpose(x, [0, 1]),
    o.expand(x, [2, 3]),
    o.slice(x, 1, 0, 3),
    o.pad(x, [0, 0], [0, 0]),
    o.concat([x], 0),
    o.cast(x, "float64"),
  ];
  assert(same.every((y) => y === x));
});

Deno.test("empty tensors keep their shape through reshape", async () => {
  await using runtime = await openRuntime({ provider: "cpu", optimization: "basic", threads: 1 });
  const { shape: found } = await valuesOf(runtime, (s) => o.reshape(o.slice(s!, 0, 0, 0), [3, 0, 5]), [
    normal([2, 3]),
  ]);
  assert.deepEqual(found, [3, 0, 5]);
});

Deno.test("several axes may be sliced by one operator", async () => {
  await using runtime = await openRuntime({ provider: "cpu", optimization: "basic", threads: 1 });
  const x = normal([4, 5]);
  const f: Move = (s) => op("Slice", [s, int64s([-1, 1]), int64s([-9, 5]), int64s([0, -1]), int64s([-2, 3])]);
  await check(runtime, f, x, define([2, 2], ([i, j]) => at(x, [3 - 2 * i!, 1 + 3 * j!])));
});
