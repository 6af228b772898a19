import assert from "node:assert/strict";
import fc from "fast-check";
import * as o from "../../lib/onnx/ops/mod.ts";
import { constant, type Symbolic } from "../../lib/onnx/symbolic.ts";
import { grad } from "../../lib/onnx/transforms.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { type Tensor } from "../../lib/tensor.ts";
import { difference, largest } from "../parity.ts";
import { normal, single } from "./cases/case.ts";
import { assertClose, at, define, tuplesOf, valuesOf } from "./reference.ts";

type Pair = [number, number];
type Quad = [number, number, number, number];

interface Geometry {
  readonly size: Pair;
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly dilation: Pair;
  readonly pad: Quad;
  readonly group: number;
}

const upTo = (max: number): fc.Arbitrary<Pair> =>
  fc.tuple(fc.integer({ min: 1, max }), fc.integer({ min: 1, max }));

const geometries: fc.Arbitrary<Geometry> = fc.record({
  size: upTo(4).map(([h, w]): Pair => [h + 4, w + 4]),
  kernel: upTo(3),
  stride: upTo(3),
  dilation: upTo(2),
  pad: fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2), fc.nat(2)),
  group: fc.constantFrom(1, 2),
});

/** The definition of a convolution, as ONNX's documentation has it. */
function convolved(x: Tensor, w: Tensor, bias: Tensor, g: Geometry): Tensor {
  const perGroup = w.shape[1]!;
  const places = (i: 0 | 1): number =>
    Math.floor((g.size[i] + g.pad[i] + g.pad[i + 2]! - g.dilation[i] * (g.kernel[i] - 1) - 1) / g.stride[i]) +
    1;
  const taps = tuplesOf([perGroup, ...g.kernel]);
  return define([x.shape[0]!, w.shape[0]!, places(0), places(1)], ([n, m, row, column]) => {
    const first = Math.floor(m! / (w.shape[0]! / g.group)) * perGroup;
    const terms = taps.map(([c, i, j]) => {
      const y = row! * g.stride[0] + i! * g.dilation[0] - g.pad[0];
      const xAt = column! * g.stride[1] + j! * g.dilation[1] - g.pad[1];
      return at(x, [n!, first + c!, y, xAt]) * at(w, [m!, c!, i!, j!]);
    });
    return terms.reduce((a, b) => a + b, at(bias, [m!]));
  });
}

Deno.test("conv is the convolution of its definition", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  await fc.assert(
    fc.asyncProperty(geometries, async (g) => {
      const x = single(normal([2, 2 * g.group, ...g.size], 1));
      const w = single(normal([2 * g.group, 2, ...g.kernel], 2));
      const bias = single(normal([2 * g.group], 3));
      const f = (a: Symbolic, b: Symbolic, c: Symbolic): Symbolic => o.conv(a, b, { ...g, bias: c });
      assertClose(await valuesOf(runtime, f, [x, w, bias]), convolved(x, w, bias, g), 1e-5);
    }),
    { numRuns: 30 },
  );
});

Deno.test("the gradient through many half-precision weights is that through the same numbers in float32", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const widened = (w: Symbolic): Symbolic => o.cast(w, "float32");
  await fc.assert(
    fc.asyncProperty(geometries, async ({ size, kernel, dilation, pad }) => {
      const x = single(normal([2, 16, ...size], 1));
      const half = await valuesOf(runtime, (w) => o.cast(w!, "float16"), [
        single(normal([40, 16, ...kernel], 2)),
      ]);
      const wide = await valuesOf(runtime, (w) => widened(w!), [half]);
      const gradientOf = (w: () => Symbolic): Promise<Tensor> =>
        valuesOf(
          runtime,
          grad<[Symbolic]>((x) => o.reduceSum(o.square(o.conv(x, w(), { dilation, pad })))),
          [x],
        );
      const ours = await gradientOf(() => widened(constant(half, "weight")));
      const theirs = await gradientOf(() => constant(wide, "weight"));
      assert.deepEqual(ours.shape, theirs.shape);
      assert.ok(difference(ours, theirs) < 1e-5 * largest(theirs));
    }),
    { numRuns: 20 },
  );
});

Deno.test("convTranspose is the adjoint of conv", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const dot = (a: Tensor, b: Tensor): number =>
    Array.from(a.data, Number).reduce((sum, v, i) => sum + v * Number(b.data[i]), 0);
  await fc.assert(
    fc.asyncProperty(geometries, async (g) => {
      const x = single(normal([1, 2 * g.group, ...g.size], 1));
      const w = single(normal([3 * g.group, 2, ...g.kernel], 2));
      const down = await valuesOf(runtime, (a, b) => o.conv(a!, b!, g), [x, w]);
      const y = single(normal(down.shape, 3));
      const reach = [0, 1].map((i) =>
        (down.shape[i + 2]! - 1) * g.stride[i]! + g.dilation[i]! * (g.kernel[i]! - 1) + 1
      );
      const left = [0, 1].map((i) => g.size[i]! + g.pad[i]! + g.pad[i + 2]! - reach[i]!) as Pair;
      const up = await valuesOf(runtime, (a, b) => o.convTranspose(a!, b!, { ...g, outputPadding: left }), [
        y,
        w,
      ]);
      assert.deepEqual(up.shape, x.shape);
      assert(Math.abs(dot(up, x) - dot(down, y)) < 1e-3);
    }),
    { numRuns: 30 },
  );
});

Deno.test("pooling takes the mean or the largest of each window; padding counts as 0 for the mean only", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const x = single(normal([1, 2, 5, 4]));
  const options = { stride: [2, 1], pad: [1, 0, 1, 1] } as const;
  const windowOf = (index: readonly number[]): number[][] =>
    tuplesOf([3, 2]).map(([i, j]) => [index[0]!, index[1]!, index[2]! * 2 - 1 + i!, index[3]! + j!]);
  const mean = define([1, 2, 3, 4], (i) => windowOf(i).reduce((sum, p) => sum + at(x, p), 0) / 6);
  const inside = ([, , i, j]: readonly number[]): boolean => i! >= 0 && i! < 5 && j! < 4;
  const largest = define([1, 2, 3, 4], (i) => Math.max(...windowOf(i).filter(inside).map((p) => at(x, p))));
  assertClose(await valuesOf(runtime, (s) => o.averagePool(s!, [3, 2], options), [x]), mean, 1e-6);
  assertClose(await valuesOf(runtime, (s) => o.maxPool(s!, [3, 2], options), [x]), largest, 1e-6);
});

Deno.test("maps and weights that do not fit are refused", () => {
  const map = (...shape: number[]): Symbolic => constant(single(normal(shape)));
  assert.throws(
    () => o.conv(map(1, 3, 4, 4), map(2, 2, 3, 3)),
    /Conv: Expected a map \[N, C, H, W\] and weights/,
  );
  assert.throws(
    () => o.conv(map(1, 2, 2, 2), map(2, 2, 3, 3)),
    /Conv: Expected a map no smaller than the kernel/,
  );
  assert.throws(() => o.conv(map(1, 2, 4, 4), map(2, 2, 3, 3), { bias: map(3) }), /Conv: Expected/);
  assert.throws(() => o.conv(map(1, 2, 4, 4), map(3, 1, 3, 3), { group: 2 }), /Conv: Expected/);
  assert.throws(() => o.convTranspose(map(1, 3, 4, 4), map(2, 2, 3, 3)), /ConvTranspose: Expected a map/);
  assert.throws(() => o.convTranspose(map(1, 2, 1, 1), map(2, 2, 1, 1), { pad: 1 }), /Expected less padding/);
  assert.throws(
    () => o.convTranspose(map(1, 2, 4, 4), map(2, 2, 3, 3), { outputPadding: [1, 0] }),
    /Expected output padding below the stride, not \[1, 0\]/,
  );
  assert.throws(
    () => o.maxPool(map(1, 2, 2, 2), [3, 3]),
    /MaxPool: Expected a map no smaller than the window/,
  );
  assert.throws(() => o.averagePool(map(2, 2), [1, 1]), /AveragePool: Expected a map \[N, C, H, W\]/);
  assert.throws(() => o.upsampleNearest(map(1, 2, 3, 3), 1.5), /Expected integers but found 4.5/);
});
