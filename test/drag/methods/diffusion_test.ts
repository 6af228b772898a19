import assert from "node:assert/strict";
import { methodSettings } from "../../../lib/drag/method.ts";
import { METHODS, methodsFor } from "../../../lib/drag/methods/mod.ts";
import { stylegan2 } from "../../../lib/generators/stylegan2/generator.ts";
import { fixtureModel } from "../../fixtures.ts";
import { flatGenerator } from "../flat_generator.ts";

const gan = stylegan2(fixtureModel("a64"));
const diffusion = flatGenerator({ size: [64, 64], grid: [32, 32], denoises: true });
const names = ["dragdiffusion", "freedrag-diff", "stabledrag-diff"];

Deno.test("methods for diffusion models refuse other generators in one sentence", () => {
  assert.deepEqual(Object.keys(methodsFor(diffusion)), names);
  assert.deepEqual(Object.keys(methodsFor(gan)), ["draggan", "freedrag", "stabledrag"]);
  for (const name of names) {
    assert.throws(() => METHODS[name]!(gan), {
      message: `Expected a diffusion model for ${name} but found the generator stylegan2.`,
    });
  }
});

Deno.test("methods for GANs take diffusion models, with radii in pixels of their grid", () => {
  for (const name of Object.keys(methodsFor(gan))) assert.equal(METHODS[name]!(diffusion).name, name);
  assert.throws(() => METHODS.draggan!(diffusion, { r2: 40 }), {
    message: "Expected r2 up to the 32 pixels of the grid but found 40.",
  });
});

Deno.test("radii of squares and dense patches are whole numbers", () => {
  const wrong = { message: /whole number but found 1.5/ };
  assert.throws(() => METHODS.dragdiffusion!(diffusion, { r1: 1.5 }), wrong);
  assert.throws(() => METHODS["stabledrag-diff"]!(diffusion, { r1: 1.5 }), wrong);
  assert.throws(() => METHODS["freedrag-diff"]!(diffusion, { patchRadius: 1.5 }), wrong);
});

Deno.test("methods for diffusion models have their authors' numbers", () => {
  const settings = (name: string): Record<string, number | string> =>
    methodSettings(METHODS[name]!(diffusion));
  const { r1, r2, lambdaMask, maskMean, stopDistance, trackNorm, patch } = settings("dragdiffusion");
  assert.deepEqual({ r1, r2, lambdaMask, maskMean, stopDistance, trackNorm, patch }, {
    ...{ r1: 1, r2: 3, lambdaMask: 0.1, maskMean: "denoised-sum", stopDistance: 2, trackNorm: "l1" },
    patch: "square",
  });
  const { expectedLoss, maxDistance, patchRadius, ...free } = settings("freedrag-diff");
  assert.deepEqual([expectedLoss, maxDistance, patchRadius, free.lambdaMask, free.stopDistance], [
    1,
    5,
    4,
    10,
    2,
  ]);
  assert.equal(free.maskMean, "denoised");
});
