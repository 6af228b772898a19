import assert from "node:assert/strict";
import { TRACKERS } from "../../../lib/drag/tracking/mod.ts";
import { type TrackerOptions } from "../../../lib/drag/tracking/options.ts";
import { type Tracker } from "../../../lib/drag/tracking/tracker.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { float32, type Tensor } from "../../../lib/tensor.ts";
import { normalTensor } from "../../normal_tensor.ts";
import { rolled, scoresOf } from "./still.ts";

const [SIDE, R2] = [24, 4];
const scale = { r2: R2, spacing: 1, side: 128 };
const make = (name: string, options: TrackerOptions = {}): Tracker => TRACKERS[name]!(options, scale);

/** Offset of the largest of scores [k, k] inside of the picture from the middle. */
function peakOf(scores: readonly number[], inside: readonly number[]): [number, number] {
  const k = 2 * R2 + 1;
  const seen = scores.map((v, i) => (inside[i] ? v : -Infinity));
  const best = seen.indexOf(Math.max(...seen));
  return [(best % k) - R2, Math.floor(best / k) - R2];
}

const constantMap = (value: number): Tensor =>
  float32([1, 3, SIDE, SIDE], new Float32Array(3 * SIDE * SIDE).fill(value));

const degenerate: Record<string, [first: Tensor, later: Tensor]> = {
  "features that are all alike": [constantMap(1), constantMap(1)],
  "features that are all 0": [constantMap(0), constantMap(0)],
  "features that vanish later": [normalTensor([1, 3, SIDE, SIDE], 1), constantMap(0)],
  "a single channel": [normalTensor([1, 1, SIDE, SIDE], 2), normalTensor([1, 1, SIDE, SIDE], 3)],
  "large features": [normalTensor([1, 3, SIDE, SIDE], 2, 1e4), normalTensor([1, 3, SIDE, SIDE], 3, 1e4)],
};

for (const name of Object.keys(TRACKERS)) {
  Deno.test(`${name} alone finds what moved, beside the border too`, async () => {
    await using runtime = await openRuntime({ provider: "cpu" });
    const first = normalTensor([1, 24, SIDE, SIDE], 4);
    for (const [dx, dy] of [[0, 0], [2, -1], [-1, 2]] as const) {
      const still = {
        first,
        later: rolled(first, dx, dy),
        handles: [11, 12, 2, 3],
        resolution: SIDE,
        r2: R2,
      };
      const { fused, inside } = await scoresOf(runtime, make(name, { lambdaTrack: 1 }), still);
      const half = fused.length / 2;
      for (const part of [[0, half], [half, 2 * half]] as const) {
        assert.deepEqual(peakOf(fused.slice(...part), inside.slice(...part)), [dx, dy]);
      }
    }
  });

  Deno.test(`${name} gives numbers for windows that stick out, and for features that tell nothing`, async () => {
    await using runtime = await openRuntime({ provider: "cpu" });
    for (const [what, [first, later]] of Object.entries(degenerate)) {
      const still = { first, later, handles: [0, 0, SIDE - 1, 5], resolution: SIDE, r2: R2 };
      const { fused, absolute } = await scoresOf(runtime, make(name), still);
      assert([...fused, ...absolute].every(Number.isFinite), what);
    }
  });

  Deno.test(`${name} records the options it was given, by their names`, () => {
    const options = {
      lambdaTrack: 0.25,
      trackNorm: "l1",
      sigma: 2,
      sampleRadius: 9,
      filterSolver: "adam",
      ridge: 0.5,
      iterations: 7,
      kernelSize: 5,
      correlationRadius: 8,
      updateRate: 0.3,
      updateConfidence: 0.2,
    } as const;
    const { settings = {} } = make(name, options);
    for (const [key, value] of Object.entries(settings)) {
      assert.equal(value, name === "nearest-feature-l2" ? "l2" : options[key as keyof typeof options], key);
    }
  });
}

for (const name of ["kernel-filter", "hinge-filter", "correlation-filter"]) {
  Deno.test(`the sum of ${name} and feature difference goes from one to the other with λ`, async () => {
    await using runtime = await openRuntime({ provider: "cpu" });
    const [first, later] = [normalTensor([1, 4, SIDE, SIDE], 5), normalTensor([1, 4, SIDE, SIDE], 6)];
    const still = { first, later, handles: [11, 12], resolution: SIDE, r2: R2 };
    const at = (lambdaTrack: number): ReturnType<typeof scoresOf> =>
      scoresOf(runtime, make(name, { lambdaTrack, trackNorm: "l2" }), still);
    const [none, half, all] = [await at(0), await at(0.5), await at(1)];
    const nearest = await scoresOf(runtime, make("nearest-feature-l2"), still);
    const peak = ({ inside }: typeof none, scores: readonly number[]): unknown => peakOf(scores, inside);
    assert.deepEqual(peak(none, none.fused), peak(nearest, nearest.fused));
    assert.deepEqual(peak(all, all.fused), peak(all, all.absolute));
    half.fused.forEach((v, i) => assert(Math.abs(v - (none.fused[i]! + all.fused[i]!) / 2) < 1e-5));
    assert.deepEqual(none.absolute, all.absolute);
  });
}
