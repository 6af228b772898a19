import assert from "node:assert/strict";
import fc from "fast-check";
import { disc } from "../../lib/drag/patches/disc.ts";
import { sampleGrid, wholeView, windowAround, windowFeatures } from "../../lib/drag/view.ts";
import { type Symbolic } from "../../lib/onnx/symbolic.ts";
import { seededNormal } from "../../lib/random.ts";
import { openRuntime, type Runtime } from "../../lib/runtime/runtime.ts";
import { float32, type Tensor } from "../../lib/tensor.ts";

const [CHANNELS, SIZE, RESOLUTION, SAMPLES] = [3, 8, 16, 4];
const values = Float32Array.from({ length: CHANNELS * SIZE * SIZE }, seededNormal(2));
const map = float32([1, CHANNELS, SIZE, SIZE], values);

/** The map resized to the picture (PyTorch, align_corners=False), at whole pixels. */
function resized(c: number, x: number, y: number): number {
  if (x < 0 || y < 0 || x >= RESOLUTION || y >= RESOLUTION) return 0;
  const source = (v: number): number => Math.max(((v + 0.5) * SIZE) / RESOLUTION - 0.5, 0);
  const [sx, sy] = [source(x), source(y)];
  const [x0, y0] = [Math.floor(sx), Math.floor(sy)];
  const [fx, fy] = [sx - x0, sy - y0];
  const at = (i: number, j: number): number =>
    values[(c * SIZE + Math.min(j, SIZE - 1)) * SIZE + Math.min(i, SIZE - 1)]!;
  return (at(x0, y0) * (1 - fx) + at(x0 + 1, y0) * fx) * (1 - fy) +
    (at(x0, y0 + 1) * (1 - fx) + at(x0 + 1, y0 + 1) * fx) * fy;
}

/** The same sampled between pixels (grid_sample, zeros outside). */
function sampled(c: number, x: number, y: number): number {
  const [x0, y0] = [Math.floor(x), Math.floor(y)];
  const [fx, fy] = [x - x0, y - y0];
  return (resized(c, x0, y0) * (1 - fx) + resized(c, x0 + 1, y0) * fx) * (1 - fy) +
    (resized(c, x0, y0 + 1) * (1 - fx) + resized(c, x0 + 1, y0 + 1) * fx) * fy;
}

const line = (v: readonly number[]): Tensor<"float32"> => float32([1, SAMPLES], v);

async function checkSamples(runtime: Runtime, xs: readonly number[], ys: readonly number[]): Promise<void> {
  const f = (m: Symbolic, x: Symbolic, y: Symbolic): Symbolic =>
    sampleGrid(wholeView(m, [RESOLUTION, RESOLUTION]), x, y);
  const ours = await runtime.run(f, map, line(xs), line(ys));
  for (let c = 0; c < CHANNELS; c++) {
    for (const [j, y] of ys.entries()) {
      for (const [i, x] of xs.entries()) {
        const found = (ours.data as Float32Array)[(c * SAMPLES + j) * SAMPLES + i]!;
        assert(
          Math.abs(found - sampled(c, x, y)) < 1e-4,
          `at [${x}, ${y}]: ${found}, not ${sampled(c, x, y)}`,
        );
      }
    }
  }
}

Deno.test("samples are those of the resized picture, bilinear between pixels and zero outside", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const place = fc.double({ min: -3, max: RESOLUTION + 2, noNaN: true }).map((v) => Math.round(v * 16) / 16);
  const places = fc.array(place, { minLength: SAMPLES, maxLength: SAMPLES });
  await fc.assert(fc.asyncProperty(places, places, (xs, ys) => checkSamples(runtime, xs, ys)), {
    numRuns: 60,
    seed: 1,
  });
  await checkSamples(runtime, [0, 15, -1, 16], [0, 15, 7, 7.5]);
});

Deno.test("a window says which of its samples lie inside of the picture", async () => {
  const inside = (points: Symbolic): Symbolic => windowAround(points, 1, [RESOLUTION, RESOLUTION]).inside;
  await using runtime = await openRuntime({ provider: "cpu" });
  const { data } = await runtime.run(inside, float32([2, 2], [0, 0, 15, 8]));
  assert.deepEqual([...data], [0, 0, 0, 0, 1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 0, 1, 1, 0]);
});

Deno.test("the disc is the authors': strict, on linspace(0, R, R), clipped to the picture", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const [radius, reach] = [3, 4];
  const f = (points: Symbolic): Symbolic =>
    disc(points, windowAround(points, reach, [RESOLUTION, RESOLUTION]), radius, [RESOLUTION, RESOLUTION]);
  const coordinate = (i: number): number => (i * RESOLUTION) / (RESOLUTION - 1);
  for (const [px, py] of [[7, 7], [0, 3], [15, 15], [12, 1]] as const) {
    const { data } = await runtime.run(f, float32([1, 2], [px, py]));
    const expected: number[] = [];
    for (let y = py - reach; y <= py + reach; y++) {
      for (let x = px - reach; x <= px + reach; x++) {
        const within = x >= 0 && y >= 0 && x < RESOLUTION && y < RESOLUTION;
        expected.push(within && Math.hypot(coordinate(x) - px, coordinate(y) - py) < radius ? 1 : 0);
      }
    }
    assert.deepEqual([...data], expected, `at [${px}, ${py}]`);
  }
});

Deno.test("a shifted window reads the features beside", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const f = (m: Symbolic, points: Symbolic, shift: Symbolic): Symbolic => {
    const view = wholeView(m, [RESOLUTION, RESOLUTION]);
    return windowFeatures(view, windowAround(points, 1, [RESOLUTION, RESOLUTION]), shift);
  };
  const at = (x: number, y: number): Tensor<"float32"> => float32([1, 2], [x, y]);
  const moved = await runtime.run(f, map, at(5, 6), at(1, -2));
  const there = await runtime.run(f, map, at(6, 4), at(0, 0));
  assert.deepEqual(moved.data, there.data);
});
