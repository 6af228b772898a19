import assert from "node:assert/strict";
import { stabledrag } from "../../../lib/drag/methods/stabledrag.ts";
import { type Generator } from "../../../lib/generators/generator.ts";
import { stylegan2 } from "../../../lib/generators/stylegan2/generator.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { float32, type Tensor } from "../../../lib/tensor.ts";
import { fixtureArray, fixtureJson, fixtureModel, rows } from "../../fixtures.ts";
import { normalTensor } from "../../normal_tensor.ts";
import { checkParity } from "../../parity.ts";
import { smallProgan } from "../../small_progan.ts";
import { methodOf, type Official, officialRuns, problemOf } from "../official_record.ts";
import { costly } from "./forced.ts";
import { differenceOfTrajectories, explanation } from "./trajectories.ts";

for (const run of ["a64", "b128"].flatMap(officialRuns)) {
  Deno.test(`windows walk the path of whole maps on ${run}`, async () => {
    const generator = costly(stylegan2(fixtureModel(run.split("/")[0]!)));
    const official = fixtureJson<Official>(`${run}.json`);
    const problem = problemOf(run, official, rows(fixtureArray(`${run.split("/")[0]}/ws_psi0.7`), 0));
    const method = methodOf(generator, official);
    await using runtime = await openRuntime({ provider: "cpu" });
    // The masks of the records hold still most of the picture: whole maps are cheaper.
    const text = await explanation(generator, problem, method, runtime);
    assert.match(text, run.includes("mask") ? /whole maps/ : /windows/);
    const apart = await differenceOfTrajectories(generator, problem, method, runtime);
    checkParity(`${run} in windows`, apart, 1e-4);
  });
}

/** The upper left quarter and a strip at the right held still. */
const cornerMask = (side: number): Tensor =>
  float32(
    [side, side],
    Float32Array.from({ length: side * side }, (_, i) => {
      const [x, y] = [i % side, Math.floor(i / side)];
      return (x < side / 2 && y < side / 2) || x > side - 4 ? 0 : 1;
    }),
  );

const GENERATORS: Readonly<Record<string, () => Generator>> = {
  StyleGAN2: () => stylegan2(fixtureModel("a64")),
  ProGAN: smallProgan,
};

for (const [name, make] of Object.entries(GENERATORS)) {
  for (const masked of [false, true]) {
    const what = masked ? "with a mask in two parts" : "that meet and part";
    Deno.test(`${name}: three handles ${what} walk the path of whole maps`, async () => {
      const generator = costly(make());
      const [side] = generator.size;
      const points = [
        { handle: [20, 40], target: [30, 40] },
        { handle: [24, 41], target: [20, 50] },
        { handle: [side - 1, side - 2], target: [side - 9, side - 2] },
      ] as const;
      const problem = {
        latent: normalTensor(generator.latentShape, 6),
        points,
        steps: 6,
        ...(masked ? { mask: cornerMask(side) } : {}),
      };
      const method = stabledrag(generator, { r2: 3, r1: 1, lr: 0.02, sampleRadius: 6 });
      await using runtime = await openRuntime({ provider: "cpu" });
      const text = await explanation(generator, problem, method, runtime);
      assert.match(text, /windows/);
      if (masked) assert.match(text, /for the mask/);
      const apart = await differenceOfTrajectories(generator, problem, method, runtime);
      // Gradients differ by their last bits, and Adam makes steps of 0.02 of the smallest of them, too.
      checkParity(`${name}, three handles${masked ? ", mask" : ""}`, apart, 1e-3);
    });
  }
}
