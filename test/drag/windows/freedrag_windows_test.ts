import assert from "node:assert/strict";
import { freedrag } from "../../../lib/drag/methods/freedrag.ts";
import { stylegan2 } from "../../../lib/generators/stylegan2/generator.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { fixtureJson, fixtureModel } from "../../fixtures.ts";
import { normalTensor } from "../../normal_tensor.ts";
import { checkParity } from "../../parity.ts";
import { smallProgan } from "../../small_progan.ts";
import { freedragMethod, freedragProblem, type FreedragRecord, freedragRuns } from "../freedrag_record.ts";
import { costly } from "./forced.ts";
import { differenceOfTrajectories, explanation } from "./trajectories.ts";

for (const run of freedragRuns) {
  Deno.test(`FreeDrag in windows walks the path of whole maps on ${run}`, async () => {
    const generator = costly(stylegan2(fixtureModel("b128")));
    const record = fixtureJson<FreedragRecord>(`${run}.json`);
    const [problem, method] = [freedragProblem(run, record), freedragMethod(generator, record)];
    await using runtime = await openRuntime({ provider: "cpu" });
    // The mask of the record holds still most of the picture: whole maps are cheaper.
    const text = await explanation(generator, problem, method, runtime);
    assert.match(text, run.includes("mask") ? /whole maps/ : /windows/);
    checkParity(
      `${run} in windows`,
      await differenceOfTrajectories(generator, problem, method, runtime),
      1e-4,
    );
  });
}

Deno.test("FreeDrag in windows walks the path of whole maps with handles at the border", async () => {
  for (
    const [name, make] of Object.entries({
      StyleGAN2: () => stylegan2(fixtureModel("a64")),
      ProGAN: smallProgan,
    })
  ) {
    const generator = costly(make());
    const [side] = generator.size;
    const points = [
      { handle: [20, 40], target: [30, 40] },
      { handle: [0, 1], target: [0, 9] },
      { handle: [side - 1, side - 2], target: [side - 2, side - 9] },
    ] as const;
    const problem = { latent: normalTensor(generator.latentShape, 6), points, steps: 12 };
    const method = freedrag(generator, { expectedLoss: 0.02, stepsPerSubmotion: 3 });
    await using runtime = await openRuntime({ provider: "cpu" });
    assert.match(await explanation(generator, problem, method, runtime), /windows/);
    checkParity(
      `${name}, FreeDrag in windows`,
      await differenceOfTrajectories(generator, problem, method, runtime),
      1e-4,
    );
  }
});
