import assert from "node:assert/strict";
import { parseSpec, type SpecInput, specSchema } from "../../lib/drag/spec.ts";
import { InputError } from "../../lib/errors.ts";
import { DEMO } from "../../lib/cli/demo.ts";
import { repositoryPath } from "../cli/run_cli.ts";

const minimal = { latent: { seed: 1 }, points: [{ handle: [64, 70], target: [50, 70] }] };

Deno.test("defaults of a SPEC are those of its schema", () => {
  const { options, ...spec } = parseSpec(minimal);
  assert.deepEqual(options, {});
  const { anyOf: [{ properties }] } = specSchema() as {
    anyOf: [{ properties: Record<string, { default?: unknown }> }];
  };
  for (const name of ["model", "latentIndex", "noise", "method", "steps", "seed"] as const) {
    assert.deepEqual(properties[name]?.default, spec[name], name);
  }
  assert.deepEqual(spec.latent, { seed: 1, psi: 0.7 });
});

Deno.test("thresholds may be infinite, in words", () => {
  const tauOf = (tau: unknown): number | undefined => parseSpec({ ...minimal, options: { tau } }).options.tau;
  assert.equal(tauOf("-Infinity"), -Infinity);
  assert.equal(tauOf("Infinity"), Infinity);
  assert.equal(tauOf(0.25), 0.25);
});

const refusedOptions: Record<string, [options: unknown, message: RegExp]> = {
  "a filter without a middle": [
    { kernelSize: 4 },
    /^options\.kernelSize: Expected an odd number but found 4\.$/,
  ],
  "half a filter": [{ kernelSize: 2.5 }, /^options\.kernelSize: Expected a whole number/],
  "no filter": [{ kernelSize: 0 }, /^options\.kernelSize: Expected more than 0 but found 0/],
  "an unknown tracker": [
    { tracker: "nearest" },
    /^options\.tracker: Expected one of nearest-feature-l1, .*correlation-filter but found "nearest"\.$/,
  ],
  "an unknown supervision": [
    { supervision: 1 },
    /^options\.supervision: Expected one of current-feature, .* found 1\.$/,
  ],
  "an unknown solver": [
    { filterSolver: "sgd" },
    /^options\.filterSolver: Expected one of ridge, gauss-newton, adam/,
  ],
  "a blend without softness": [{ softness: 0 }, /^options\.softness: Expected more than 0 but found 0\.$/],
  "no iterations": [{ iterations: 0 }, /^options\.iterations: Expected more than 0/],
  "iterations without end": [
    { iterations: 1001 },
    /^options\.iterations: Expected at most 1000 but found 1001\.$/,
  ],
  "a share above 1": [{ updateRate: 1.5 }, /^options\.updateRate: Expected at most 1 but found 1.5\.$/],
  "a threshold in words": [{ updateConfidence: "never" }, /^options\.updateConfidence: Expected number/],
  "a patch of no size": [{ correlationRadius: 0 }, /^options\.correlationRadius: Expected more than 0/],
  "a loss that is never met": [{ expectedLoss: 0 }, /^options\.expectedLoss: Expected more than 0/],
  "an option unknown to all": [{ lambdaTrak: 0.3 }, /^options: Expected no field "lambdaTrak"\.$/],
};

for (const [what, [options, message]] of Object.entries(refusedOptions)) {
  Deno.test(`${what} is refused in one sentence`, () => {
    assert.throws(() => parseSpec({ ...minimal, options }), (error) => {
      return error instanceof InputError && message.test(error.message);
    });
  });
}

Deno.test("options of trackers and supervisions may stand in a SPEC", () => {
  const options = {
    tracker: "kernel-filter",
    kernelSize: 5,
    iterations: 20,
    supervision: "confidence-blend",
  };
  assert.deepEqual(parseSpec({ ...minimal, options }).options, options);
});

Deno.test("the published schema is that of the code (deno task schema writes it)", () => {
  const published = JSON.parse(Deno.readTextFileSync(repositoryPath("docs/spec.schema.json")));
  assert.deepEqual(published, JSON.parse(JSON.stringify(specSchema())));
});

Deno.test("the demo drags by each of its methods", () => {
  for (const method of DEMO.methods) assert.equal(parseSpec({ ...DEMO.spec, method }).method, method);
});

Deno.test("freedrag-diff has its authors' numbers where a SPEC says nothing, and others DragDiffusion's", () => {
  const of = (fields: SpecInput): unknown => {
    const points = [{ handle: [1, 1], target: [5, 5] }];
    const { steps, lora } = parseSpec({ model: "sd", image: "a.png", points, ...fields }, "diffusion");
    assert(lora !== "none" && "train" in lora);
    return [steps, lora.train.steps, lora.train.learningRate, lora.train.rank];
  };
  assert.deepEqual(of({}), [80, 80, 5e-4, 16]);
  assert.deepEqual(of({ method: "freedrag-diff" }), [300, 200, 2e-4, 16]);
  assert.deepEqual(of({ method: "freedrag-diff", steps: 9, lora: { steps: 7, rank: 4 } }), [9, 7, 2e-4, 4]);
});
