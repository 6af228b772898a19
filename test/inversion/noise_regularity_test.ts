import assert from "node:assert/strict";
import { noiseRegularity, renormalize } from "../../lib/inversion/noise_regularity.ts";
import { type Symbolic } from "../../lib/onnx/symbolic.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { float32, onlyNumber, type Tensor } from "../../lib/tensor.ts";
import { normalTensor } from "../normal_tensor.ts";

type Map2d = readonly (readonly number[])[];

const rowsOf = ({ shape: [h, w], data }: Tensor): Map2d =>
  Array.from({ length: h! }, (_, y) => [...(data as Float32Array).subarray(y * w!, (y + 1) * w!)]);

/** `projector.py`'s loop over scales, in numbers. */
function reference(map: Map2d): number {
  const size = map.length;
  const mean = (of: (y: number, x: number) => number): number => {
    let sum = 0;
    for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) sum += of(y, x);
    return sum / size ** 2;
  };
  const across = mean((y, x) => map[y]![x]! * map[y]![(x + size - 1) % size]!);
  const down = mean((y, x) => map[y]![x]! * map[(y + size - 1) % size]![x]!);
  const own = across ** 2 + down ** 2;
  if (size <= 8) return own;
  const half = Array.from(
    { length: size / 2 },
    (_, y) =>
      Array.from(
        { length: size / 2 },
        (_, x) =>
          [0, 1].reduce((sum, dy) => sum + (map[2 * y + dy]![2 * x]! + map[2 * y + dy]![2 * x + 1]!) / 4, 0),
      ),
  );
  return own + reference(half);
}

Deno.test("the regularity of noise maps is the official formula, summed over maps and scales", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const maps = [normalTensor([4, 4], 1), normalTensor([8, 8], 2), normalTensor([32, 32], 3)];
  const found = onlyNumber(await runtime.run((...all: Symbolic[]) => noiseRegularity(all), ...maps));
  const expected = maps.reduce((sum, map) => sum + reference(rowsOf(map)), 0);
  assert.ok(Math.abs(found - expected) < 1e-6 * Math.max(1, expected), `${found} and ${expected}`);
});

Deno.test("noise is regular, and a picture is not", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const of = async (map: Tensor): Promise<number> =>
    onlyNumber(await runtime.run((m: Symbolic) => noiseRegularity([m]), map));
  const ramp = float32([64, 64], Float32Array.from({ length: 4096 }, (_, i) => (i % 64) / 16 - 2));
  assert.ok(await of(normalTensor([64, 64], 5)) < 0.01 * await of(ramp));
});

Deno.test("a renormalised map has mean 0 and variance 1", () => {
  const { data } = normalTensor([16, 16], 7, 3);
  data.forEach((v, i) => data[i] = v + 5);
  renormalize(data);
  const mean = data.reduce((sum, v) => sum + v, 0) / 256;
  const variance = data.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 256;
  assert.ok(Math.abs(mean) < 1e-6 && Math.abs(variance - 1) < 1e-5, `${mean}, ${variance}`);
});
