import assert from "node:assert/strict";
import { steadydrag, steadyTracker } from "../../../experiments/own_tracker.ts";
import { type ConfidenceScore } from "../../../lib/drag/confidence/confidence_score.ts";
import { drag } from "../../../lib/drag/drag.ts";
import { methodSettings, type TrackingMethod } from "../../../lib/drag/method.ts";
import { stabledrag } from "../../../lib/drag/methods/stabledrag.ts";
import { type Supervision } from "../../../lib/drag/supervision/supervision.ts";
import { type Tracker } from "../../../lib/drag/tracking/tracker.ts";
import { InputError } from "../../../lib/errors.ts";
import * as o from "../../../lib/onnx/ops/mod.ts";
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

const generator = smallProgan();
const usual = stabledrag(generator, { r2: 3 });
const { tracker, supervision, confidence } = usual;
/** The first row of score maps, which would be broadcast over all of them. */
const row = (scores: Parameters<typeof o.slice>[0]) => o.slice(scores, 1, 0, 1);
const tracks = (own: Partial<Tracker>): Partial<TrackingMethod> => ({
  tracker: { ...tracker, name: "mine", ...own },
});
const supervises = (own: Partial<Supervision>): Partial<TrackingMethod> => ({
  supervision: { ...supervision, name: "mine", ...own },
});
const measures = (measure: ConfidenceScore["measure"]): Partial<TrackingMethod> => ({
  confidence: { ...confidence, name: "mine", measure },
});

/** Parts of one's own that do not do what they should, and what is said of them. */
const WRONG: Readonly<Record<string, readonly [Partial<TrackingMethod>, string]>> = {
  "a tracker that prepares nothing": [
    tracks({ prepare: (() => undefined) as unknown as Tracker["prepare"] }),
    "tracker mine: Expected prepare to return tensors, or {} for none, but found nothing.",
  ],
  "a tracker that scores nothing": [
    tracks({ score: (() => undefined) as unknown as Tracker["score"] }),
    "tracker mine: Expected fused [2, 7, 7] but found nothing.",
  ],
  "a tracker that scores one row": [
    tracks({
      score: (...args) => {
        const { fused, absolute } = tracker.score(...args);
        return { fused: row(fused), absolute };
      },
    }),
    "tracker mine: Expected fused [2, 7, 7] but found [2, 1, 7].",
  ],
  "a tracker that says no absolute scores": [
    tracks({ score: (...args) => ({ fused: tracker.score(...args).fused }) as ReturnType<Tracker["score"]> }),
    "tracker mine: Expected absolute [2, 7, 7] but found nothing.",
  ],
  "a tracker with an operation that does not fit": [
    tracks({ prepare: (_, handles) => o.matMul(handles, o.reshape(handles, [4, 1])) }),
    "tracker mine: MatMul: Expected ",
  ],
  "a measure for all handles together": [
    measures((scores, inside) => o.reduceMax(confidence.measure(scores, inside), { axes: [0], keep: true })),
    "confidence mine: Expected measure [2] but found [1].",
  ],
  "a loss for all handles together": [
    supervises({
      supervise: (context) => {
        const { losses, byTemplate } = supervision.supervise(context);
        return { losses: o.reduceSum(losses), byTemplate };
      },
    }),
    "supervision mine: Expected losses [2] but found [].",
  ],
  "a supervision that says nothing": [
    supervises({ supervise: (() => undefined) as unknown as Supervision["supervise"] }),
    "supervision mine: Expected losses [2] but found nothing.",
  ],
  "a template of another shape": [
    supervises({ update: ({ template }) => o.reduceMean(template, { axes: [2, 3], keep: true }) }),
    "supervision mine: Expected template [2, ",
  ],
};

for (const [what, [parts, message]] of Object.entries(WRONG)) {
  Deno.test(`${what} is refused by name`, async () => {
    const problem = {
      latent: normalTensor(generator.latentShape, 6),
      points: [{ handle: [20, 40], target: [30, 40] }, { handle: [30, 20], target: [30, 24] }],
      steps: 1,
    } as const;
    await using runtime = await openRuntime({ provider: "cpu" });
    const steps = Array.fromAsync(drag(generator, problem, { ...usual, ...parts }, { runtime }));
    await assert.rejects(steps, (error) => {
      assert(error instanceof InputError);
      assert(error.message.startsWith(message), error.message);
      return true;
    });
  });
}
