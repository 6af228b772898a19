import assert from "node:assert/strict";
import { addNoise, ddimStep, guided, trainingTarget } from "../../../lib/generators/diffusion/ddim.ts";
import { noiseSchedule } from "../../../lib/generators/diffusion/schedule.ts";
import { parseSchedulerConfig } from "../../../lib/generators/diffusion/scheduler_config.ts";
import { float32, type Tensor } from "../../../lib/tensor.ts";
import { fixtureArray, fixtureJson, rows } from "../../fixtures.ts";
import { normalTensor } from "../../normal_tensor.ts";
import { checkParity, difference } from "../../parity.ts";

const schedule = noiseSchedule(parseSchedulerConfig(fixtureJson("sd-a/scheduler/scheduler_config.json")));
const number = (value: number): Tensor<"float32"> => float32([], [value]);
const combined = (a: Tensor, x: number, b: Tensor, y: number): Tensor<"float32"> =>
  float32(a.shape, Array.from(a.data as Float32Array, (v, i) => x * v + y * (b.data as Float32Array)[i]!));

Deno.test("a denoising step equals diffusers' at the edit timestep", async () => {
  const { from, to, timestep } = schedule.denoising(50)[50 - 35]!;
  assert.equal(timestep, 681);
  const [sample, x0] = [fixtureArray("sd-a/inverted_latents"), fixtureArray("sd-a/step_x0")];
  const noise = combined(sample, 1 / Math.sqrt(1 - from), x0, -Math.sqrt(from / (1 - from)));
  const ours = await ddimStep("epsilon").run(sample, noise, number(from), number(to));
  checkParity("sd-a step_x0", difference(ours.original, x0), 2e-4);
  checkParity("sd-a step_prev", difference(ours.sample, fixtureArray("sd-a/step_prev")), 2e-4);
});

Deno.test("noise is added as diffusers adds it", async () => {
  const alphas = [804, 491].map((t) => schedule.alphasCumprod[t]!);
  const noise = rows(fixtureArray("sd-a/lora_train_noise"), 0);
  const batch = float32(noise.shape.slice(1), noise.data);
  const ours = await addNoise.run(fixtureArray("sd-a/vae_mean"), batch, float32([2, 1, 1, 1], alphas));
  checkParity(
    "sd-a lora_train_noisy_step0",
    difference(ours, fixtureArray("sd-a/lora_train_noisy_step0")),
    1e-5,
  );
});

Deno.test("equal predictions of noise and of velocity give equal steps", async () => {
  const { from, to } = schedule.stepAt(681, 50);
  const [x0, noise] = [normalTensor([2, 4, 3, 5], 1), normalTensor([2, 4, 3, 5], 2)];
  const alpha = number(from);
  const sample = await addNoise.run(x0, noise, alpha);
  const velocity = await trainingTarget("v_prediction").run(x0, noise, alpha);
  assert.equal(await trainingTarget("epsilon").run(x0, noise, alpha).then((t) => difference(t, noise)), 0);
  const byNoise = await ddimStep("epsilon").run(sample, noise, alpha, number(to));
  const byVelocity = await ddimStep("v_prediction").run(sample, velocity, alpha, number(to));
  assert(difference(byNoise.original, x0) < 1e-5);
  assert(difference(byVelocity.original, x0) < 1e-5);
  assert(difference(byNoise.sample, byVelocity.sample) < 1e-5);
});

Deno.test("an inversion step takes a denoising step back", async () => {
  const { from, to } = schedule.stepAt(341, 50);
  const [sample, output] = [normalTensor([1, 4, 2, 2], 3), normalTensor([1, 4, 2, 2], 4)];
  const down = await ddimStep("epsilon").run(sample, output, number(from), number(to));
  const up = await ddimStep("epsilon").run(down.sample, output, number(to), number(from));
  assert(difference(up.sample, sample) < 1e-6);
});

Deno.test("guidance goes beyond the output with text", async () => {
  const { data, shape } = await guided(3).run(float32([2, 1, 1, 1], [1, 2]));
  assert.deepEqual([...data, ...shape], [4, 1, 1, 1, 1]);
});
