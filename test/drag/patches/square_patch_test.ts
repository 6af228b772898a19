import assert from "node:assert/strict";
import { dragdiffusion } from "../../../lib/drag/methods/dragdiffusion.ts";
import { squarePatch } from "../../../lib/drag/patches/square_patch.ts";
import { type Point, pointsTensor } from "../../../lib/drag/points.ts";
import { openDrag } from "../../../lib/drag/session.ts";
import { sampleGrid, wholeView, windowAround } from "../../../lib/drag/view.ts";
import { type Symbolic } from "../../../lib/onnx/symbolic.ts";
import { openRuntime, type Runtime } from "../../../lib/runtime/runtime.ts";
import { float32 } from "../../../lib/tensor.ts";
import { flatGenerator, flatLatent } from "../flat_generator.ts";

const generator = flatGenerator({ size: [24, 40], denoises: true });
const latent = flatLatent(generator);

/** (2 r + 1)² · mean |F(q) − F(q + d)| over the pixels of a square that lie in the picture, in plain numbers. */
async function expectedLoss(runtime: Runtime, [x, y]: Point, target: Point, r: number): Promise<number> {
  const range = (v: number, length: number): number[] =>
    Array.from({ length: 2 * r + 1 }, (_, i) => v - r + i).filter((i) => i >= 0 && i < length);
  const [xs, ys] = [range(x, 40), range(y, 24)];
  const length = Math.hypot(target[0] - x, target[1] - y);
  const [dx, dy] = [(target[0] - x) / length, (target[1] - y) / length];
  const sample = async (xs: number[], ys: number[]): Promise<Float32Array> => {
    const f = (z: Symbolic, columns: Symbolic, rows: Symbolic): Symbolic =>
      sampleGrid(wholeView(generator.features(z, 0), [24, 40]), columns, rows);
    const line = (v: number[]): ReturnType<typeof float32> => float32([1, v.length], v);
    return (await runtime.run(f, latent, line(xs), line(ys))).data as Float32Array;
  };
  const [at, there] = [await sample(xs, ys), await sample(xs.map((v) => v + dx), ys.map((v) => v + dy))];
  return (2 * r + 1) ** 2 * at.reduce((sum, v, i) => sum + Math.abs(v - there[i]!), 0) / at.length;
}

const CASES: readonly [string, Point, Point, number][] = [
  ["inside", [20, 12], [30, 15], 1],
  ["in a corner", [0, 0], [10, 7], 1],
  ["at the right border", [39, 20], [20, 11], 2],
];

for (const [where, handle, target, r1] of CASES) {
  Deno.test(`a square patch ${where} is cut off at the border, and its mean is times its full area`, async () => {
    await using runtime = await openRuntime({ provider: "cpu" });
    const method = dragdiffusion(generator, { r1 });
    const problem = { latent, points: [{ handle, target }], steps: 3 };
    await using session = await openDrag(generator, problem, method, { runtime });
    const { loss } = await session.step(session.start);
    const expected = await expectedLoss(runtime, handle, target, r1);
    assert(Math.abs(loss! - expected) < 1e-5 * expected, `${loss} and ${expected}`);
  });
}

Deno.test("samples that the shift moves off the grid do not count", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const weights = await runtime.run(
    (points: Symbolic, shift: Symbolic) =>
      squarePatch.weights(points, windowAround(points, 1, [24, 40]), shift, 1, [24, 40]),
    pointsTensor([[20, 22], [39, 5]]),
    float32([2, 2], [0, 0.5, 1, 0]),
  );
  const [below, right] = [[1, 1, 1, 1, 1, 1, 0, 0, 0], [1, 0, 0, 1, 0, 0, 1, 0, 0]];
  assert.deepEqual([...weights.data as Float32Array], [...below, ...right]);
});

Deno.test("a square patch leaves out what lies beyond the border, though the shift brings it in", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const weights = await runtime.run(
    (at: Symbolic, shift: Symbolic) =>
      squarePatch.weights(at, windowAround(at, 1, [24, 40]), shift, 1, [24, 40]),
    pointsTensor([[0, 12], [20, 0]]),
    float32([2, 2], [1, 0, 0, 1]),
  );
  const [left, above] = [[0, 1, 1, 0, 1, 1, 0, 1, 1], [0, 0, 0, 1, 1, 1, 1, 1, 1]];
  assert.deepEqual([...weights.data as Float32Array], [...left, ...above]);
});
