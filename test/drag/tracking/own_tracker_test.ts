import assert from "node:assert/strict";
import { steadydrag, steadyTracker } from "../../../experiments/own_tracker.ts";
import { drag } from "../../../lib/drag/drag.ts";
import { methodSettings } from "../../../lib/drag/method.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { normalTensor } from "../../normal_tensor.ts";
import { smallProgan } from "../../small_progan.ts";
import { rolled, scoresOf } from "./still.ts";

Deno.test("a tracker of one's own finds what moved, and the nearer of two that look alike", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const first = normalTensor([1, 8, 24, 24], 4);
  // The later picture repeats every 6 pixels, so that the handle's content is there several times.
  const tiled = {
    ...first,
    data: Float32Array.from(first.data as Float32Array, (_, i) => {
      const [x, y, channel] = [i % 24, Math.floor(i / 24) % 24, Math.floor(i / 576)];
      return (first.data as Float32Array)[channel * 576 + (y % 6) * 24 + (x % 6)]!;
    }),
  };
  for (const [map, dx, dy] of [[first, 3, -2], [tiled, 2, -1]] as const) {
    const still = { first: map, later: rolled(map, dx, dy), handles: [11, 12], resolution: 24, r2: 5 };
    const { fused } = await scoresOf(runtime, steadyTracker(4), still);
    const best = fused.indexOf(Math.max(...fused));
    assert.deepEqual([(best % 11) - 5, Math.floor(best / 11) - 5], [dx, dy]);
  }
});

Deno.test("a method with a tracker of one's own drags, and its record says what it is", async () => {
  const generator = smallProgan();
  const method = steadydrag(generator, { r2: 3 });
  assert.equal(methodSettings(method).tracker, "steady-feature");
  const problem = {
    latent: normalTensor(generator.latentShape, 6),
    points: [{ handle: [20, 40], target: [30, 40] }],
    steps: 2,
  } as const;
  await using runtime = await openRuntime({ provider: "cpu" });
  const steps = await Array.fromAsync(drag(generator, problem, method, { runtime }));
  assert(steps.length === 2 && steps.every(({ loss }) => Number.isFinite(loss)));
});
