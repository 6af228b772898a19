import assert from "node:assert/strict";
import { methodSettings } from "../../../lib/drag/method.ts";
import { METHODS, methodsFor } from "../../../lib/drag/methods/mod.ts";
import {
  METHOD_OPTIONS,
  type MethodOptions,
  SUPERVISION_OPTION_NAMES,
  TRACKER_OPTION_NAMES,
} from "../../../lib/drag/methods/options.ts";
import { stabledrag } from "../../../lib/drag/methods/stabledrag.ts";
import { SUPERVISION_DEFAULTS, SUPERVISIONS } from "../../../lib/drag/supervision/mod.ts";
import { TRACKERS } from "../../../lib/drag/tracking/mod.ts";
import { TRACKER_DEFAULTS } from "../../../lib/drag/tracking/options.ts";
import { InputError } from "../../../lib/errors.ts";
import { type Generator } from "../../../lib/generators/generator.ts";
import { stylegan2 } from "../../../lib/generators/stylegan2/generator.ts";
import { fixtureModel } from "../../fixtures.ts";
import { flatGenerator } from "../flat_generator.ts";

const generator = stylegan2(fixtureModel("a64"));

/** A diffusion model with as many blocks and latent spaces as the options need. */
function diffusionModel(): Generator {
  const flat = flatGenerator({ size: [64, 64], denoises: true });
  const [block] = flat.blocks;
  const { latent } = flat.spaces;
  return { ...flat, blocks: [block!, block!, block!], spaces: { latent: latent!, w: latent! } };
}

/** A generator for a method. */
const generatorFor = (name: string): Generator =>
  name in methodsFor(generator) ? generator : diffusionModel();

/** Of every option a value that no method has by default. */
const UNUSUAL: Required<MethodOptions> = {
  tracker: "kernel-filter",
  supervision: "confidence-blend",
  confidence: "psr",
  relearnEvery: 7,
  r1: 5,
  r2: 8,
  featureBlock: 2,
  lr: 0.123,
  lambdaMask: 3,
  lambdaLatent: 0.7,
  latentSpace: Object.keys(generator.spaces)[1]!,
  trainableRows: 2,
  stopDistance: 4,
  maxDistance: 2.5,
  stepsPerSubmotion: 9,
  featureSize: 16,
  patchRadius: 6,
  lambdaTrack: 0.125,
  trackNorm: "l1",
  sigma: 2.75,
  sampleRadius: 21,
  filterSolver: "adam",
  ridge: 0.007,
  iterations: 13,
  kernelSize: 7,
  correlationRadius: 17,
  updateRate: 0.375,
  updateConfidence: 0.875,
  tau: 0.625,
  softness: 0.375,
  expectedLoss: 0.75,
};
const NAMES = Object.keys(UNUSUAL) as (keyof MethodOptions)[];

/** The names that a method refuses as having no effect, of some. */
const refusedOf = <K extends keyof MethodOptions>(
  names: readonly K[],
  make: (options: MethodOptions) => unknown,
): K[] =>
  names.filter((name) => {
    try {
      make({ [name]: UNUSUAL[name] });
      return false;
    } catch (error) {
      assert(
        error instanceof InputError && error.message.endsWith(`found ${name}, which has no effect there.`),
      );
      return true;
    }
  });

Deno.test("every option is known to the schema, and a value of it is what was given", () => {
  const { shape } = METHOD_OPTIONS as unknown as { shape: Record<string, unknown> };
  assert.deepEqual(Object.keys(shape).sort(), NAMES.toSorted());
  assert.deepEqual(METHOD_OPTIONS.parse(UNUSUAL), UNUSUAL);
});

for (const [name, make] of Object.entries(METHODS)) {
  Deno.test(`an option changes something in ${name}, or is refused`, () => {
    const dragged = generatorFor(name);
    const usual = methodSettings(make(dragged));
    const refused = refusedOf(NAMES, (options) => make(dragged, options));
    assert(refused.length > 0 && refused.length < NAMES.length);
    for (const option of NAMES) {
      if (refused.includes(option) || option === "trainableRows") continue;
      // A norm is the other one where it is changed.
      const value = option === "trackNorm" && usual.trackNorm === "l1" ? "l2" : UNUSUAL[option];
      const settings = methodSettings(make(dragged, { [option]: value }));
      assert.notDeepEqual(settings, usual, option);
      if (option !== "featureSize") assert.equal(`${settings[option]}`, `${value}`, option);
    }
  });
}

Deno.test("the baselines refuse all of StableDrag's options", () => {
  const own = [
    "tracker",
    "supervision",
    "confidence",
    "relearnEvery",
    "kernelSize",
    "softness",
    "tau",
  ] as const;
  for (const name of ["draggan", "freedrag", "dragdiffusion", "freedrag-diff"]) {
    assert.deepEqual(refusedOf(own, (options) => METHODS[name]!(generatorFor(name), options)), own);
  }
});

Deno.test("an option that nobody knows is refused by a method too", () => {
  const unknown = { lambdaTrak: 0.3 } as MethodOptions;
  for (const [name, make] of Object.entries(METHODS)) {
    assert.throws(() => make(generatorFor(name), unknown), {
      message: `Expected options of ${name} but found lambdaTrak, which has no effect there.`,
    });
  }
});

Deno.test("every method refuses every number that is out of its range, by name and value", () => {
  for (const [name, make] of Object.entries(METHODS)) {
    const dragged = generatorFor(name);
    const numbers = NAMES.filter((option) => typeof UNUSUAL[option] === "number");
    const refused = refusedOf(numbers, (options) => make(dragged, options));
    for (const option of numbers.filter((option) => !refused.includes(option))) {
      const wrong = option === "tau" || option === "updateConfidence" ? NaN : -1;
      assert.throws(() => make(dragged, { [option]: wrong }), (error) => {
        assert(error instanceof InputError);
        assert(error.message.startsWith(`options of ${name}: ${option}: Expected `), error.message);
        assert(error.message.endsWith(` but found ${wrong}.`), error.message);
        return true;
      });
    }
  }
});

Deno.test("numbers that have to be whole, odd or shares, and words, are checked in calls too", () => {
  const wrong: readonly (readonly [Record<string, unknown>, string])[] = [
    [{ r2: 2.5 }, "r2: Expected a whole number but found 2.5."],
    [{ featureBlock: 1.5 }, "featureBlock: Expected a whole number but found 1.5."],
    [{ kernelSize: 4 }, "kernelSize: Expected an odd number but found 4."],
    [{ lambdaTrack: 5 }, "lambdaTrack: Expected at most 1 but found 5."],
    [{ filterSolver: "x" }, 'filterSolver: Expected one of ridge, gauss-newton, adam but found "x".'],
    [{ tau: "x" }, 'tau: Expected a float32 number, "-Infinity" or "Infinity" but found "x".'],
    [{ lr: null }, "lr: Expected number but found null."],
  ];
  for (const [options, message] of wrong) {
    assert.throws(() => stabledrag(generator, options), { message: `options of stabledrag: ${message}` });
  }
});

const parts = [
  ["tracker", TRACKERS, TRACKER_OPTION_NAMES],
  ["supervision", SUPERVISIONS, SUPERVISION_OPTION_NAMES],
] as const;

for (const [part, table, names] of parts) {
  Deno.test(`each ${part} has the options that it says, and refuses the others`, () => {
    const used = new Set<string>();
    for (const value of Object.keys(table)) {
      const make = (options: MethodOptions): ReturnType<typeof stabledrag> =>
        stabledrag(generator, { [part]: value, ...options });
      const refused = refusedOf<keyof MethodOptions>(names, make);
      const usual = methodSettings(make({}));
      for (const name of names) {
        const settings = refused.includes(name) ? {} : methodSettings(make({ [name]: UNUSUAL[name] }));
        if (name in settings) used.add(name);
        assert.equal(name in settings, name in usual && !refused.includes(name), `${value}: ${name}`);
      }
    }
    assert.deepEqual([...used].sort(), names.toSorted());
  });
}

Deno.test("where options say nothing parts have the numbers of the tables of defaults", () => {
  const { sampleRadiusPerR2, correlationRadiusPerR2, ...numbers } = TRACKER_DEFAULTS;
  const expected: Readonly<Record<string, unknown>> = {
    ...numbers,
    ...SUPERVISION_DEFAULTS,
    sampleRadius: sampleRadiusPerR2 * 6,
    correlationRadius: correlationRadiusPerR2 * 6,
  };
  const seen = new Set<string>();
  const settings = [
    ...Object.values(TRACKERS).map((make) => make({}, { r2: 6, spacing: 1, side: 128 }).settings ?? {}),
    ...Object.values(SUPERVISIONS).map((make) => make({})).map(({ name, tau, settings }) => ({
      ...(tau === undefined ? {} : { [name === "confidence-blend" ? "blendTau" : "tau"]: tau }),
      ...settings,
    })),
  ];
  for (const [name, value] of settings.flatMap((each) => Object.entries(each))) {
    if (!(name in expected)) continue;
    assert.equal(value, expected[name], name);
    seen.add(name);
  }
  assert.deepEqual([...seen].sort(), Object.keys(expected).sort());
});
