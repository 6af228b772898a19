import assert from "node:assert/strict";
import { confidenceBy } from "../../lib/drag/confidence/confidence.ts";
import { CONFIDENCE_SCORES } from "../../lib/drag/confidence/mod.ts";
import { drag } from "../../lib/drag/drag.ts";
import { methodSettings } from "../../lib/drag/method.ts";
import { draggan } from "../../lib/drag/methods/draggan.ts";
import { freedrag } from "../../lib/drag/methods/freedrag.ts";
import { type MethodOptions } from "../../lib/drag/methods/options.ts";
import { stabledrag } from "../../lib/drag/methods/stabledrag.ts";
import { leftAlone } from "../../lib/drag/motion/arrival.ts";
import { motionOf } from "../../lib/drag/motion/motion_of.ts";
import { templateSupervision } from "../../lib/drag/supervision/template_feature.ts";
import { FILTER_SOLVERS, type FilterSolverName } from "../../lib/drag/tracking/learn_filter.ts";
import { nearestFeature } from "../../lib/drag/tracking/nearest_feature.ts";
import { InputError } from "../../lib/errors.ts";
import { stylegan2 } from "../../lib/generators/stylegan2/generator.ts";
import { openRuntime, type Runtime } from "../../lib/runtime/runtime.ts";
import { float32 } from "../../lib/tensor.ts";
import { flatGenerator } from "./flat_generator.ts";
import { fixtureArray, fixtureModel, rows } from "../fixtures.ts";

const generator = stylegan2(fixtureModel("a64"));
const latent = rows(fixtureArray("a64/ws_psi0.7"), 0);
const corner = [{ handle: [0, 0], target: [30, 30] }, { handle: [63, 40], target: [50, 63] }] as const;

async function numbersOf(runtime: Runtime, options: MethodOptions): Promise<number[]> {
  const found: number[] = [];
  const method = stabledrag(generator, { r2: 4, sampleRadius: 8, ...options });
  for await (const step of drag(generator, { latent, points: corner, steps: 2 }, method, { runtime })) {
    found.push(step.loss!, ...step.confidence, ...step.distances);
  }
  return found;
}

for (const confidence of Object.keys(CONFIDENCE_SCORES)) {
  Deno.test(`handles at the border of coarse maps give numbers with confidence ${confidence}`, async () => {
    await using runtime = await openRuntime({ provider: "cpu" });
    assert((await numbersOf(runtime, { confidence, featureBlock: 0 })).every(Number.isFinite));
  });
}

for (const filterSolver of Object.keys(FILTER_SOLVERS) as FilterSolverName[]) {
  Deno.test(`a sample square larger than the picture gives numbers with solver ${filterSolver}`, async () => {
    await using runtime = await openRuntime({ provider: "cpu" });
    assert((await numbersOf(runtime, { filterSolver, sampleRadius: 40 })).every(Number.isFinite));
  });
}

Deno.test("where the first measure is not positive nothing can be compared, and confidence is 1", async () => {
  const relative = confidenceBy(CONFIDENCE_SCORES["relative-peak"]!);
  const one = float32([1, 1, 1], [1]);
  for (const first of [0, -2]) {
    const { data } = await relative.run(float32([1, 1, 1], [-5]), one, float32([1], [first]));
    assert.equal(data[0], 1);
  }
});

Deno.test("a map without any answer has no peak to be sure of", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const flat = (v: number): ReturnType<typeof float32> => float32([1, 7, 7], new Float32Array(49).fill(v));
  const { data } = await runtime.run(CONFIDENCE_SCORES["peak-ratio"]!.measure, flat(-1), flat(1));
  assert.equal(data[0], 0);
});

Deno.test("a supervision is replaced like any field of a method", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const method = { ...draggan(generator, { r2: 6 }), supervision: templateSupervision };
  for await (const step of drag(generator, { latent, points: corner, steps: 2 }, method, { runtime })) {
    assert.deepEqual(step.supervisedBy, ["template", "template"]);
  }
});

const refused: Record<string, [() => unknown, RegExp]> = {
  "a search radius larger than the picture": [
    () => draggan(generator, { r2: 65 }),
    /r2 up to the 64 pixels.*65/,
  ],
  "a sample radius larger than the picture": [
    () => stabledrag(generator, { sampleRadius: 100_000 }),
    /sampleRadius up to the 64 pixels.*100000/,
  ],
  "an option that only other methods use": [() => draggan(generator, { tau: 0.5 }), /draggan but found tau/],
  "an option that only freedrag uses": [
    () => stabledrag(generator, { maxDistance: 3 }),
    /stabledrag but found maxDistance/,
  ],
  "a search radius for a method without a search window": [
    () => freedrag(generator, { r2: 6 }),
    /freedrag but found r2/,
  ],
  "a feature size that no map has": [
    () => freedrag(generator, { featureSize: 100 }),
    /featureSize to be one of 4, 8, 16, 32, 64 but found 100/,
  ],
  "a sub-motion longer than the map": [
    () => freedrag(generator, { maxDistance: 65 }),
    /maxDistance up to the 64 pixels of the map.*65/,
  ],
  "a patch larger than the picture": [
    () => freedrag(generator, { patchRadius: 65 }),
    /patchRadius up to the 64 pixels.*65/,
  ],
  "a tracker for a method that does not track": [
    () => motionOf({ ...freedrag(generator), tracker: nearestFeature() }),
    /freedrag without a tracker, for which its motion has no use, but found one/,
  ],
  "a feature block that is not there": [
    () => draggan(generator, { featureBlock: 5 }),
    /featureBlock from 0 to 4/,
  ],
  "more trainable rows than there are": [
    () => stylegan2(fixtureModel("a64"), { trainableRows: 99 }),
    /up to 10.*99/,
  ],
  "no trainable row": [
    () => stylegan2(fixtureModel("a64"), { trainableRows: 0 }),
    /from 1 up to 10.*found 0/,
  ],
  "fewer trainable rows than none": [
    () => stylegan2(fixtureModel("a64"), { trainableRows: -1 }),
    /from 1 up to 10.*-1/,
  ],
  "half a trainable row": [
    () => stylegan2(fixtureModel("a64"), { trainableRows: 1.5 }),
    /from 1 up to 10.*1\.5/,
  ],
};

for (const [what, [make, message]] of Object.entries(refused)) {
  Deno.test(`${what} is refused`, () => {
    assert.throws(make, (error) => error instanceof InputError && message.test(error.message));
  });
}

Deno.test("settings say what differs from DragGAN in every part, and no part hides what another says", () => {
  const method = stabledrag(generator);
  const usual = methodSettings(method);
  assert.equal(usual["arrival"], undefined);
  const other = methodSettings({
    ...method,
    tracksFirst: false,
    arrival: leftAlone,
    confidence: { ...method.confidence, settings: { temperature: 2 } },
  });
  assert.deepEqual(other, { ...usual, arrival: "left-alone", tracksFirst: "no", temperature: 2 });
  for (const name of ["r2", "tau", "confidence", "lr"]) {
    const tracker = { ...method.tracker, settings: { [name]: 1 } };
    assert.throws(() => methodSettings({ ...method, tracker }), {
      name: "InputError",
      message: `Expected parts of a method to have settings of different names but found "${name}" twice.`,
    });
  }
});

Deno.test("τ is that of the confidence score and the supervision, unless it is said", () => {
  const tauOf = (options: MethodOptions): unknown => methodSettings(stabledrag(generator, options))["tau"];
  assert.deepEqual([tauOf({}), tauOf({ supervision: "confidence-blend" })], ["0.4", "0.5"]);
  for (const [confidence, { thresholds }] of Object.entries(CONFIDENCE_SCORES)) {
    if (!thresholds) continue;
    assert.equal(tauOf({ confidence }), String(thresholds.switch));
    assert.equal(tauOf({ confidence, supervision: "confidence-blend" }), String(thresholds.blend));
    assert.equal(tauOf({ confidence, tau: 0.2 }), "0.2");
  }
});

Deno.test("a method says everything it was set to, defaults too", () => {
  const settings = methodSettings(stabledrag(generator, { tau: 0.7 }));
  assert.equal(settings.tau, "0.7");
  assert.equal(settings.sampleRadius, 30);
  const free = methodSettings(freedrag(generator, { maxDistance: 2.5 }));
  assert.deepEqual([free.expectedLoss, free.maxDistance, free.lambdaMask, free.featureBlock], [
    0.3,
    2.5,
    10,
    4,
  ]);
});

Deno.test("random noise is the same for a seed and another for another", async () => {
  const weights = fixtureModel("a64");
  await using runtime = await openRuntime({ provider: "cpu" });
  const picture = async (noiseSeed: number): Promise<unknown> => {
    const { image } = stylegan2(weights, { noise: "random", noiseSeed });
    return (await runtime.run((ws: Parameters<typeof image>[0]) => image(ws), latent)).data;
  };
  assert.deepEqual(await picture(1), await picture(1));
  assert.notDeepEqual(await picture(1), await picture(2));
});

Deno.test("radii beyond the picture are refused by name", () => {
  const generator = flatGenerator({ size: [24, 40], denoises: true });
  assert.throws(() => draggan(generator, { r1: 41 }), {
    name: "InputError",
    message: "Expected r1 up to the 40 pixels of the picture but found 41.",
  });
  assert.equal(draggan(generator, { r1: 40 }).r1, 40);
});

Deno.test("a filter is learned within the picture by default, however far it is searched", () => {
  const generator = flatGenerator({ size: [24, 40], denoises: true });
  const sampled = (r2: number) => stabledrag(generator, { r2 }).tracker.settings!["sampleRadius"];
  assert.deepEqual([sampled(6), sampled(8), sampled(9)], [30, 40, 40]);
});

Deno.test("DragGAN stops within 2 of 512 pixels, and within 2 pixels of smaller pictures", () => {
  const stopOf = (side: number): number => draggan(flatGenerator({ size: [side, side] })).stopDistance;
  assert.deepEqual([stopOf(64), stopOf(512), stopOf(1024)], [2, 2, 4]);
});
