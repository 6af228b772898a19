import assert from "node:assert/strict";
import { type Method } from "../../../lib/drag/method.ts";
import { dragdiffusion } from "../../../lib/drag/methods/dragdiffusion.ts";
import { freedragDiff } from "../../../lib/drag/methods/freedrag_diff.ts";
import { stabledragDiff } from "../../../lib/drag/methods/stabledrag_diff.ts";
import { type Generator } from "../../../lib/generators/generator.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { float32 } from "../../../lib/tensor.ts";
import { sdArray } from "../../generators/diffusion/sd_a.ts";
import { checkParity } from "../../parity.ts";
import { sdGenerator } from "../sd_drag.ts";
import { costly } from "./forced.ts";
import { differenceOfTrajectories, explanation } from "./trajectories.ts";

const METHODS: Readonly<Record<string, (generator: Generator) => Method>> = {
  dragdiffusion,
  "freedrag-diff": freedragDiff,
  "stabledrag-diff": (generator) => stabledragDiff(generator, { tau: 0.95 }),
};

const generator = costly(sdGenerator());
const points = [{ handle: [88, 96], target: [114, 120] }, { handle: [254, 2], target: [200, 30] }] as const;
const problem = { latent: sdArray("inverted_latents"), points, steps: 4 };

for (const [name, method] of Object.entries(METHODS)) {
  Deno.test(`${name} in windows of the up-sampled map walks the path of whole maps`, async () => {
    await using runtime = await openRuntime({ provider: "cpu" });
    const text = await explanation(generator, problem, method(generator), runtime);
    assert.match(
      text,
      /^A step computes the map in windows:\n {2}block 0 of 16 × 16: whole\n {2}block 1 of 32/,
    );
    const apart = await differenceOfTrajectories(generator, problem, method(generator), runtime);
    checkParity(`${name} in windows`, apart, 1e-4);
  });
}

Deno.test("with a mask, which reads the latent one denoising step on, the map is whole", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const mask = float32([256, 256], Float32Array.from({ length: 65536 }, (_, i) => Number(i % 256 > 64)));
  const text = await explanation(generator, { ...problem, mask }, dragdiffusion(generator), runtime);
  assert.match(text, /^A step computes whole maps up to block 3/);
});
