import assert from "node:assert/strict";
import {
  editTimestep,
  type NoiseSchedule,
  noiseSchedule,
} from "../../../lib/generators/diffusion/schedule.ts";
import { parseSchedulerConfig } from "../../../lib/generators/diffusion/scheduler_config.ts";
import { fixtureArray, fixtureJson } from "../../fixtures.ts";
import { checkParity, difference } from "../../parity.ts";
import { float32 } from "../../../lib/tensor.ts";

const scheduleOf = (config: unknown): NoiseSchedule => noiseSchedule(parseSchedulerConfig(config));
const published = fixtureJson<Record<string, unknown>>("sd-a/scheduler/scheduler_config.json");

Deno.test("the noise schedule equals diffusers'", () => {
  const schedule = scheduleOf(published);
  const ours = float32([1000], schedule.alphasCumprod);
  checkParity("sd-a alphas_cumprod", difference(ours, fixtureArray("sd-a/alphas_cumprod")), 2e-6);
  const { final_alpha_cumprod } = fixtureJson<{ final_alpha_cumprod: number }>("sd-a/meta.json");
  checkParity("sd-a final alpha", Math.abs(schedule.finalAlphaCumprod - final_alpha_cumprod), 2e-6);
  assert.deepEqual(
    schedule.timesteps(50),
    Array.from(fixtureArray("sd-a/timesteps").data as BigInt64Array, Number),
  );
});

Deno.test("other spacings visit NumPy's timesteps", () => {
  const spaced = (timestep_spacing: string, steps: number) =>
    scheduleOf({ ...published, timestep_spacing }).timesteps(steps);
  assert.deepEqual(spaced("linspace", 7), [999, 832, 666, 500, 333, 166, 0]);
  assert.deepEqual(spaced("linspace", 1), [0]);
  assert.deepEqual(spaced("trailing", 7), [999, 856, 713, 570, 428, 285, 142]);
  assert.deepEqual(spaced("trailing", 16).slice(0, 6), [999, 937, 874, 811, 749, 687]); // ties to even
  assert.deepEqual(spaced("leading", 7), [853, 711, 569, 427, 285, 143, 1]);
});

Deno.test("beta schedules follow their formulas", () => {
  const alphas = (config: unknown) => scheduleOf(config).alphasCumprod;
  const linear = alphas({});
  assert.equal(linear[0], Math.fround(1 - 0.0001));
  assert(Math.abs(linear[999]! - 4.0358e-5) < 1e-8); // DDPM's, known from the paper's code
  const cosine = alphas({ beta_schedule: "squaredcos_cap_v2" });
  const bar = (t: number) => Math.cos((t + 0.008) / 1.008 * Math.PI / 2) ** 2;
  for (const i of [0, 250, 500, 998]) assert(Math.abs(cosine[i]! - bar((i + 1) / 1000) / bar(0)) < 1e-6);
  const trained = scheduleOf({ trained_betas: [0.5, 0.5, 0.5], set_alpha_to_one: true });
  assert.deepEqual([...trained.alphasCumprod], [0.5, 0.25, 0.125]);
  assert.equal(trained.denoising(3)[2]!.to, 1);
});

Deno.test("rescaled betas end in pure noise and begin as before", () => {
  const rescaled = scheduleOf({ ...published, rescale_betas_zero_snr: true }).alphasCumprod;
  assert.equal(rescaled[999], 0);
  assert(Math.abs(rescaled[0]! - scheduleOf(published).alphasCumprod[0]!) < 1e-7);
});

Deno.test("inversion goes up where denoising goes down", () => {
  const schedule = scheduleOf(published);
  const [down, up] = [schedule.denoising(50), schedule.inversion(50)];
  assert.deepEqual(up[0], { timestep: 1, from: schedule.finalAlphaCumprod, to: schedule.alphasCumprod[1] });
  assert.deepEqual(down[15], schedule.stepAt(681, 50));
  assert.equal(up[34]!.to, down[15]!.from);
});

Deno.test("pictures are dragged at seven tenths of the steps, halves rounded to even numbers as Python does", () => {
  const schedule = scheduleOf(fixtureJson("sd-a/scheduler/scheduler_config.json"));
  const inverted = (steps: number): number =>
    steps - schedule.timesteps(steps).indexOf(editTimestep(schedule, steps));
  assert.deepEqual([50, 15, 35, 55, 1].map(inverted), [35, 10, 24, 38, 1]);
});

Deno.test("what a schedule cannot do is refused by name", () => {
  const refused: [unknown, RegExp][] = [
    [
      { beta_schedule: "sigmoid" },
      /beta_schedule: Expected one of linear, scaled_linear, .* but found "sigmoid"/,
    ],
    [
      { prediction_type: "sample" },
      /prediction_type: Expected one of epsilon, v_prediction but found "sample"/,
    ],
    [{ timestep_spacing: "karras" }, /timestep_spacing: Expected one of leading/],
    [{ clip_sample: true }, /clip_sample: Expected false/],
    [{ thresholding: true }, /thresholding: Expected false/],
    [{ _class_name: "FlowMatchEulerDiscreteScheduler" }, /_class_name: Expected .*DDIMScheduler/],
    [{ trained_betas: [0.1, 1] }, /trained_betas\[1\]: Expected less than 1/],
    [[], /Expected object but found an array/],
  ];
  for (const [config, message] of refused) assert.throws(() => parseSchedulerConfig(config), message);
  assert.throws(() => scheduleOf(published).timesteps(0), /Expected 1 to 1000 steps but found 0/);
  assert.throws(() => scheduleOf(published).timesteps(1000), /timesteps are below 1000 but found 1000/);
  assert.throws(() => scheduleOf(published).stepAt(1000, 50), /Expected a timestep from 0 to 999/);
});
