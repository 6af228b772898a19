import assert from "node:assert/strict";
import { draggan } from "../../../lib/drag/methods/draggan.ts";
import { openModel } from "../../../lib/generators/load.ts";
import { type Lab } from "../../../lib/lab/experiment.ts";
import { differenceFrom, pairedLatents } from "../../../lib/lab/reconstruction/paired_pictures.ts";
import { pairedReconstruction } from "../../../lib/lab/reconstruction/paired_reconstruction.ts";
import { openFaceMetrics } from "../../../lib/metrics/face_metrics.ts";
import { type Symbolic } from "../../../lib/onnx/symbolic.ts";
import { openRuntime, type Runtime } from "../../../lib/runtime/runtime.ts";
import { float32, onlyNumber, type Tensor } from "../../../lib/tensor.ts";

/** Mean squared difference of two pictures, clipped to [−1, 1], in plain arithmetic. */
function squaredError(a: Tensor, b: Tensor): number {
  const clipped = (v: number): number => Math.min(1, Math.max(-1, v));
  const [x, y] = [a.data as Float32Array, b.data as Float32Array];
  return x.reduce((sum, v, i) => sum + (clipped(v) - clipped(y[i]!)) ** 2, 0) / x.length;
}

Deno.test("no edit leaves the two pictures of a pair apart, the latent of the second none, and drags are told of", async () => {
  const model = await openModel();
  const { generator } = model;
  await using runtime = await openRuntime({ provider: "cpu", keep: 2 });
  const lab: Lab = { model, runtime, environment: {} };
  const { from, to } = await pairedLatents(lab, 3, 0.25);
  const metrics = await openFaceMetrics();
  const image = (latent: Symbolic): Symbolic => generator.image(latent);
  const [a, b] = [await runtime.run(image, from), await runtime.run(image, to)];

  const perfect = await runtime.run(differenceFrom(generator, metrics, "z"), from, to, to);
  assert.deepEqual([onlyNumber(perfect.squared), onlyNumber(perfect.featureDistance)], [0, 0]);

  const measured = pairedReconstruction({ points: 1, stepsAt512: 8 }).open(lab);
  const { row: before } = await measured(undefined, 3);
  assert.ok(Math.abs(Number(before.mse) - 100 * squaredError(a, b)) < 1e-4 * Number(before.mse));
  const apart = onlyNumber(await runtime.run(metrics.featureDistance, a, b));
  assert.ok(apart > 0.01 && Math.abs(Number(before.feature_distance) - apart) < 1e-6);
  assert.ok(Number(before.believed) >= 2);
  assert.deepEqual([before.least_mse, before.least_at], [before.mse, 0]);

  const { row, seconds } = await measured(draggan(generator), 3);
  assert.deepEqual([row.steps, Object.keys(row)], [
    2,
    ["mse", "feature_distance", "least_mse", "least_at", "believed", "steps"],
  ]);
  assert.deepEqual([row.least_mse, row.least_at], [row.mse, 2]);
  assert.notEqual(row.mse, before.mse);
  assert.ok(seconds!.drag! > 0);
});

Deno.test("the second latent is a share of the way to that of another seed", async () => {
  const model = await openModel();
  await using runtime = await openRuntime({ provider: "cpu" });
  const { from, to } = await pairedLatents({ model, runtime }, 5, 0.25);
  const other = await model.latents(runtime, { seed: 11 });
  assert.deepEqual(from, await model.latents(runtime, { seed: 10 }));
  to.data.forEach((v, i) => assert.ok(Math.abs(v - 0.75 * from.data[i]! - 0.25 * other.data[i]!) < 1e-6));
});

/** Pictures that are grey, but waves from seed `least` on, which odd seeds move by three pixels. */
function wavesFrom(
  least: number,
  runtime: Runtime,
): { readonly lab: Lab; readonly asked: readonly number[] } {
  const side = 64;
  const asked: number[] = [];
  const wave = (x: number, y: number): number =>
    0.5 * Math.sin(x / 7 + y / 11) + 0.3 * Math.cos(x / 13 - y / 9);
  const generator = {
    size: [side, side],
    image: (latent: Symbolic) => latent,
    spaces: {
      picture: { variableOf: (latent: Tensor) => latent, latentOf: (variable: Symbolic) => variable },
    },
  };
  const latents = (_: unknown, { seed }: { seed: number }): Promise<Tensor> => {
    asked.push(seed);
    const at = (i: number): number => wave(i % side - 3 * (seed % 2), Math.floor(i / side) % side);
    const values = Float32Array.from({ length: 3 * side * side }, (_, i) => (seed < least ? 0 : at(i)));
    return Promise.resolve(float32([1, 3, side, side], values));
  };
  return { lab: { model: { generator, latents }, runtime, environment: {} } as unknown as Lab, asked };
}

Deno.test("a pair without reliable flow is replaced by that of another seed, which is looked for once", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const { lab, asked } = wavesFrom(2 ** 21, runtime);
  const measured = pairedReconstruction({ share: 1 }).open(lab);
  const { row } = await measured(undefined, 3);
  assert.ok(Math.abs(Number(row.believed) - 3) < 0.3, JSON.stringify(row));
  assert.deepEqual((await measured(undefined, 3)).row, row);
  assert.deepEqual(asked, [6, 7, 6 + 2 ** 21, 7 + 2 ** 21]);
});

Deno.test("where no seed has a pair with reliable flow it is refused for every method, no edit too", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const { lab, asked } = wavesFrom(Infinity, runtime);
  await assert.rejects(
    pairedReconstruction({ points: 7 }).open(lab)(undefined, 0),
    /^InputError: Expected at least 7 pixels with reliable optical flow of 1\.0 pixels or more in the pictures of seed 0, or [^\n]*, but found none\.$/,
  );
  assert.equal(asked.length, 2 * 8);
});

Deno.test("options out of range are refused", () => {
  const cases = [
    [{ points: 0 }, "points as a whole number from 1 but found 0."],
    [{ stepsAt512: 1.5 }, "stepsAt512 as a whole number from 1 but found 1.5."],
    [{ share: 0 }, "share above 0, 1 at most, but found 0."],
    [{ share: NaN }, "share above 0, 1 at most, but found NaN."],
    [{ leastFlow: -1 }, "leastFlow between 0 and 1 but found -1."],
  ] as const;
  for (const [options, message] of cases) {
    assert.throws(() => pairedReconstruction(options), {
      name: "InputError",
      message: `Expected ${message}`,
    });
  }
});
