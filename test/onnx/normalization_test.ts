import assert from "node:assert/strict";
import * as o from "../../lib/onnx/ops/mod.ts";
import { constant } from "../../lib/onnx/symbolic.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { type Tensor } from "../../lib/tensor.ts";
import { normal, single } from "./cases/case.ts";
import { assertClose, at, define, tuplesOf, valuesOf } from "./reference.ts";

/** (value − mean) / √(variance + ε) among some values. */
function normalized(value: number, among: readonly number[], epsilon: number): number {
  const mean = among.reduce((a, b) => a + b) / among.length;
  const variance = among.reduce((sum, v) => sum + (v - mean) ** 2, 0) / among.length;
  return (value - mean) / Math.sqrt(variance + epsilon);
}

/** A map normalised over groups of channels, by its definition. */
function grouped(x: Tensor, groups: number, scale: Tensor, bias: Tensor): Tensor {
  const size = x.shape[1]! / groups;
  return define(x.shape, (index) => {
    const [n, c] = index;
    const first = Math.floor(c! / size) * size;
    const among = tuplesOf([size, ...x.shape.slice(2)]).map(([k, ...place]) =>
      at(x, [n!, first + k!, ...place])
    );
    return normalized(at(x, index), among, 1e-5) * at(scale, [c!]) + at(bias, [c!]);
  });
}

Deno.test("instance, group and layer normalisation are those of their definitions", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const [x, s, b] = [single(normal([2, 4, 3, 2], 1)), single(normal([4], 2)), single(normal([4], 3))];
  const instance = await valuesOf(runtime, (x, s, b) => o.instanceNorm(x!, s!, b!), [x, s, b]);
  assertClose(instance, grouped(x, 4, s, b), 1e-5);
  const group = await valuesOf(runtime, (x, s, b) => o.groupNorm(x!, 2, s!, b!), [x, s, b]);
  assertClose(group, grouped(x, 2, s, b), 1e-5);
  const rows = single(normal([3, 4], 4));
  const layer = define([3, 4], ([i, j]) => {
    const row = [0, 1, 2, 3].map((k) => at(rows, [i!, k]));
    return normalized(row[j!]!, row, 1e-5) * at(s, [j!]) + at(b, [j!]);
  });
  assertClose(await valuesOf(runtime, (x, s, b) => o.layerNorm(x!, s!, b!), [rows, s, b]), layer, 1e-5);
});

Deno.test("scales and shifts of another length are refused", () => {
  const map = (...shape: number[]): ReturnType<typeof constant> => constant(single(normal(shape)));
  assert.throws(
    () => o.instanceNorm(map(1, 3, 2, 2), map(2), map(2)),
    /InstanceNormalization: Expected scale and shift as long as axis 1/,
  );
  assert.throws(() => o.layerNorm(map(2, 3), map(2), map(3)), /LayerNormalization: Expected scale and shift/);
  assert.throws(
    () => o.groupNorm(map(1, 3, 2, 2), 2, map(3), map(3)),
    /a multiple of 2 channels but found 3/,
  );
});
