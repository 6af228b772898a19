import assert from "node:assert/strict";
import { drag } from "../../lib/drag/drag.ts";
import { draggan } from "../../lib/drag/methods/draggan.ts";
import { type MethodOptions } from "../../lib/drag/methods/options.ts";
import { stabledrag } from "../../lib/drag/methods/stabledrag.ts";
import { type Point } from "../../lib/drag/points.ts";
import { featureMaps, track, trackMaps } from "../../lib/drag/track.ts";
import { TRACKERS } from "../../lib/drag/tracking/mod.ts";
import { InputError } from "../../lib/errors.ts";
import * as o from "../../lib/onnx/ops/mod.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { float32, type Tensor } from "../../lib/tensor.ts";
import { normalTensor } from "../normal_tensor.ts";
import { smallProgan } from "../small_progan.ts";

const generator = smallProgan();
const HANDLES: readonly Point[] = [[20, 40], [64.3, 63.8]];
const latent = normalTensor(generator.latentShape, 6);
const small = { r2: 3, sampleRadius: 6 };

const DRAGS: Readonly<Record<string, MethodOptions>> = {
  "nearest-feature-l2": { tracker: "nearest-feature-l2" },
  "learned-filter": { ...small },
  "updated-feature": { tracker: "updated-feature", updateRate: 0.3, updateConfidence: -9 },
  "learned-filter, learned again": { ...small, relearnEvery: 2 },
};

for (const [what, options] of Object.entries(DRAGS)) {
  Deno.test(`along the latents of a drag ${what} finds what the drag found`, async () => {
    await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
    const method = stabledrag(generator, { r1: 1, r2: 3, lr: 0.05, ...options });
    const points = HANDLES.map((handle, i) => ({ handle, target: [100, 30 + 20 * i] as const }));
    const steps = await Array.fromAsync(drag(generator, { latent, points, steps: 7 }, method, { runtime }));
    // A step sees the picture before its update, and the latents of this generator are its variables.
    const { variableOf } = generator.spaces["z"]!;
    const path = [variableOf(latent), ...steps.slice(0, -1).map(({ state }) => state.variable)];
    const tracked = await Array.fromAsync(track(generator, path, HANDLES, method, { runtime }));
    assert.deepEqual(tracked.map(({ handles }) => handles), steps.map(({ handles }) => handles));
    assert.notDeepEqual(tracked.at(-1)!.handles, tracked[0]!.handles);
    for (const [i, { confidence }] of tracked.entries()) {
      const off = confidence.map((c, n) => Math.abs(c - steps[i]!.confidence[n]!));
      assert(Math.max(...off) < 1e-4, `step ${i}: ${off}`);
    }
    assert.equal(runtime.liveSessions, 0);
  });
}

/** A map [1, C, h, h] whose content moved by (dx, dy) of its pixels; what comes in from beyond is the content there. */
const movedMap = (content: Tensor, size: number, dx: number, dy: number): Tensor => {
  const [, c, h, w] = content.shape as [number, number, number, number];
  const [top, left] = [(h - size) / 2 - dy, (w - size) / 2 - dx];
  const data = Float32Array.from({ length: c * size * size }, (_, i) => {
    const [x, y, n] = [i % size, Math.floor(i / size) % size, Math.floor(i / size / size)];
    return (content.data as Float32Array)[(n * h + y + top) * w + x + left]!;
  });
  return float32([1, c, size, size], data);
};

for (const [name, make] of Object.entries(TRACKERS)) {
  Deno.test(`${name} follows features that move, and stays where they stay`, async () => {
    await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
    const content = normalTensor([1, 16, 64, 64], 3);
    const tracker = make({}, { r2: 4, spacing: 1, side: 128 });
    const method = { ...draggan(generator, { r2: 4 }), tracker };
    const way = [[0, 0], [0, 0], [2, 1], [4, -1], [5, -4], [5, -4], [2, -1]] as const;
    const maps = way.map(([dx, dy]) => movedMap(content, 40, dx, dy));
    const start: readonly Point[] = [[17, 22], [30, 15]];
    const tracked = await Array.fromAsync(trackMaps(maps, [40, 40], start, method, { runtime }));
    const expected = way.map(([dx, dy]) => start.map(([x, y]) => [x + dx, y + dy]));
    assert.deepEqual(tracked.map(({ handles }) => handles), expected);
    assert.deepEqual(tracked[0]!.confidence.map((c) => Math.abs(c - 1) < 1e-6), [true, true]);
  });
}

Deno.test("a tracker whose scores are no numbers stops where they are none, and moves no handle", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const method = draggan(generator, { r2: 3 });
  const { score } = method.tracker;
  const tracker: typeof method.tracker = {
    ...method.tracker,
    score: (...args) => {
      const { fused, absolute } = score(...args);
      return { fused: o.mul(fused, NaN), absolute };
    },
  };
  const made = Array.fromAsync(track(generator, [latent], HANDLES, { ...method, tracker }, { runtime }));
  await assert.rejects(made, /^Error: The tracking score became NaN in picture 0\.$/);
});

Deno.test("a path without latents has no pictures", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  assert.deepEqual(await Array.fromAsync(track(generator, [], HANDLES, draggan(generator), { runtime })), []);
});

const REFUSED: Readonly<Record<string, [readonly Point[], Tensor, number, RegExp]>> = {
  "no handle": [[], latent, 4, /at least one handle but found none/],
  "a handle outside of the picture": [[[5, 128]], latent, 4, /from 0 to 127, but found \[5,128\]/],
  "a handle that is no number": [[[NaN, 1]], latent, 4, /but found \[NaN,1\]/],
  "a latent of another shape": [HANDLES, normalTensor([1, 9], 1), 4, /latents \[1,8\] but found \[1,9\]/],
  "a latent that is not finite": [HANDLES, float32([1, 8], new Float32Array(8).fill(NaN)), 4, /found NaN/],
  "a block that is not there": [HANDLES, latent, 6, /block from 0 to 5 but found 6/],
};

for (const [what, [handles, z, featureBlock, message]] of Object.entries(REFUSED)) {
  Deno.test(`${what} is refused in one sentence`, async () => {
    await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
    const method = { ...draggan(generator), featureBlock };
    const made = Array.fromAsync(track(generator, [z], handles, method, { runtime }));
    await assert.rejects(made, (e) => e instanceof InputError && message.test(e.message));
    assert.equal(runtime.liveSessions, 0);
  });
}

Deno.test("maps are computed one by one, and given up when nobody wants more", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  for await (const map of featureMaps(generator, [latent, latent], 4, { runtime })) {
    assert.deepEqual(map.shape, [1, 8, 64, 64]);
    break;
  }
  assert.equal(runtime.liveSessions, 0);
});

Deno.test("methods whose drags do not track in their first step leave the handles where they are in the first picture", async () => {
  await using runtime = await openRuntime({ provider: "cpu", threads: 1 });
  const { tracker, confidence } = stabledrag(generator, { ...small, lambdaTrack: 1 });
  const method = { tracker, confidence, r2: 3, relearnEvery: 0 };
  const map = normalTensor([1, 4, 16, 16], 5);
  const handles = Array.from({ length: 9 }, (_, i): Point => [4 + i, 8]);
  const found = async (tracksFirst: boolean): Promise<readonly Point[][]> => {
    const tracked = trackMaps([map, map], [16, 16], handles, { ...method, tracksFirst }, { runtime });
    return (await Array.fromAsync(tracked)).map(({ handles }) => [...handles]);
  };
  const [still, tracked] = [await found(false), await found(true)];
  assert.deepEqual(still[0], handles);
  assert.notDeepEqual(tracked[0], handles);
  assert.deepEqual(still[1], tracked[0]);
});
