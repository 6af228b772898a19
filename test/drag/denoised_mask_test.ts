import assert from "node:assert/strict";
import { type Method } from "../../lib/drag/method.ts";
import { dragdiffusion } from "../../lib/drag/methods/dragdiffusion.ts";
import { freedragDiff } from "../../lib/drag/methods/freedrag_diff.ts";
import { openDrag } from "../../lib/drag/session.ts";
import { type DragStep } from "../../lib/drag/state.ts";
import { openRuntime, type Runtime } from "../../lib/runtime/runtime.ts";
import { float32, type Tensor } from "../../lib/tensor.ts";
import { flatGenerator, flatLatent } from "./flat_generator.ts";

const generator = flatGenerator({ size: [24, 40], denoises: true });
const latent = flatLatent(generator);
/** 1 in the right half of the picture. */
const mask = float32([24, 40], Float32Array.from({ length: 24 * 40 }, (_, i) => Number(i % 40 >= 20)));

/** The step from a variable. */
async function stepAt(
  runtime: Runtime,
  method: Method,
  variable: Tensor,
  masked: boolean,
): Promise<DragStep> {
  const points = [{ handle: [30, 12], target: [24, 9] }] as const;
  const problem = { latent, points, steps: 9, ...(masked ? { mask } : {}) };
  await using session = await openDrag(generator, problem, method, { runtime });
  return await session.step({ ...session.start, variable });
}

/** The latent with another value at some places. */
function changed(by: number): Tensor {
  const data = Float32Array.from(latent.data, (v, i) => v + (i % 7 === 0 ? by : 0));
  return float32(latent.shape, data);
}

/** Σ |change of the denoised latent| where the mask lets nothing move; the generator denoises to a half. */
const held = (variable: Tensor): number =>
  (variable.data as Float32Array).reduce(
    (sum, v, i) => sum + (i % 20 < 10 ? 0.5 * Math.abs(v - latent.data[i]!) : 0),
    0,
  );

const TERMS = {
  "DragDiffusion's mask term is the sum": [dragdiffusion(generator), 0.1],
  "FreeDrag-Diff's mask term is the mean": [freedragDiff(generator), 10 / (3 * 12 * 20)],
} as const;

for (const [name, [method, weight]] of Object.entries(TERMS)) {
  Deno.test(`${name} of the changes of the latent one denoising step on, where nothing may move`, async () => {
    await using runtime = await openRuntime({ provider: "cpu" });
    const variable = changed(0.25);
    const [with_, without] = [
      await stepAt(runtime, method, variable, true),
      await stepAt(runtime, method, variable, false),
    ];
    const term = with_.loss! - without.loss!;
    assert(Math.abs(term - weight * held(variable)) < 1e-4 * term, `${term}`);
    const pull = (step: DragStep, i: number): number => step.gradient!.data[i] as number;
    assert(Math.abs(pull(with_, 0) - pull(without, 0) - 0.5 * weight) < 1e-6);
    assert(Math.abs(pull(with_, 14) - pull(without, 14)) < 1e-6); // may move
  });
  Deno.test(`${name} and pulls nothing before the first update`, async () => {
    await using runtime = await openRuntime({ provider: "cpu" });
    const [with_, without] = [
      await stepAt(runtime, method, latent, true),
      await stepAt(runtime, method, latent, false),
    ];
    assert.deepEqual(with_.gradient, without.gradient);
  });
}
