import assert from "node:assert/strict";
import { type MethodOptions } from "../../../lib/drag/methods/options.ts";
import { stabledrag } from "../../../lib/drag/methods/stabledrag.ts";
import { SUPERVISIONS } from "../../../lib/drag/supervision/mod.ts";
import { TRACKERS } from "../../../lib/drag/tracking/mod.ts";
import { InputError } from "../../../lib/errors.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { normalTensor } from "../../normal_tensor.ts";
import { checkParity } from "../../parity.ts";
import { smallProgan } from "../../small_progan.ts";
import { costly } from "../windows/forced.ts";
import { differenceOfTrajectories, explanation } from "../windows/trajectories.ts";

const generator = costly(smallProgan());
const points = [
  { handle: [20, 40], target: [30, 40] },
  { handle: [generator.size[1] - 1, 100], target: [110, 90] },
] as const;
const problem = { latent: normalTensor(generator.latentShape, 6), points, steps: 4 };
const small = { r2: 3, r1: 1, lr: 0.02 };

async function checkDrag(what: string, options: MethodOptions): Promise<void> {
  await using runtime = await openRuntime({ provider: "cpu" });
  const method = stabledrag(generator, { ...small, ...options });
  assert.match(await explanation(generator, problem, method, runtime), /windows/);
  checkParity(what, await differenceOfTrajectories(generator, problem, method, runtime), 1e-4);
}

/** By its confidence every score of a window counts. */
const SENSITIVE = { supervision: "confidence-blend", confidence: "apce", tau: 0.9 } as const;

/** What makes a tracker read far. */
const FAR: Readonly<Record<string, MethodOptions>> = {
  "kernel-filter": { kernelSize: 7, lambdaTrack: 1 },
  "hinge-filter": { kernelSize: 7, lambdaTrack: 1 },
  "correlation-filter": { correlationRadius: 14, lambdaTrack: 1 },
};

for (const tracker of Object.keys(TRACKERS)) {
  Deno.test(`a drag with ${tracker} walks the path of whole maps in windows`, () =>
    checkDrag(tracker, { tracker, ...SENSITIVE, ...FAR[tracker] }));
}

for (const tracker of ["updated-feature", "correlation-filter"]) {
  Deno.test(`a drag with ${tracker}, updated in any case, walks the path of whole maps in windows`, () =>
    checkDrag(`${tracker}, updated`, {
      tracker,
      ...SENSITIVE,
      ...FAR[tracker],
      updateRate: 0.3,
      updateConfidence: -9,
    }));
}

for (const supervision of Object.keys(SUPERVISIONS)) {
  Deno.test(`a drag with ${supervision} walks the path of whole maps in windows`, () =>
    checkDrag(supervision, { supervision, sampleRadius: 6 }));
}

const refused: Record<string, [MethodOptions, RegExp]> = {
  "a tracker that is not there": [
    { tracker: "nearest" },
    /tracker: Expected one of nearest-feature-l1.* but found "nearest"/,
  ],
  "a supervision that is not there": [{ supervision: "" }, /supervision: Expected one of current-feature/],
  "an option that the tracker does not use": [
    { tracker: "learned-filter", kernelSize: 3 },
    /options of learned-filter but found kernelSize, which has no effect/,
  ],
  "a norm that is not the tracker's": [{ tracker: "nearest-feature-l1", trackNorm: "l2" }, /found trackNorm/],
  "a threshold where nothing is switched": [{ supervision: "current-feature", tau: 0.5 }, /found tau/],
  "softness of a hard switch": [{ softness: 0.1 }, /confidence-switch but found softness/],
  "a patch larger than the picture": [
    { tracker: "correlation-filter", correlationRadius: 1000 },
    /correlationRadius up to the 128 pixels.*1000/,
  ],
  "a patch smaller than the search window": [
    { tracker: "correlation-filter", r2: 6, correlationRadius: 5 },
    /correlationRadius to be at least r2, 6, but found 5/,
  ],
  "a filter larger than the map": [
    { tracker: "kernel-filter", featureBlock: 1, kernelSize: 9 },
    /kernelSize up to the 8 pixels of the map but found 9/,
  ],
  "a filter without a middle": [
    { tracker: "hinge-filter", kernelSize: 4 },
    /kernelSize: Expected an odd number but found 4/,
  ],
};

for (const [what, [options, message]] of Object.entries(refused)) {
  Deno.test(`${what} is refused`, () => {
    assert.throws(
      () => stabledrag(generator, options),
      (error) => error instanceof InputError && message.test(error.message),
    );
  });
}
