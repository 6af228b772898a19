import assert from "node:assert/strict";
import { noiseSchedule } from "../../../lib/generators/diffusion/schedule.ts";
import { parseSchedulerConfig } from "../../../lib/generators/diffusion/scheduler_config.ts";
import { type Runtime } from "../../../lib/runtime/runtime.ts";
import { tensor } from "../../../lib/tensor.ts";
import { PICTURE } from "../../../lib/train/faces/pictures.ts";
import { minSnrWeight, stratifiedLevels, unetTraining } from "../../../lib/train/faces/unet_training.ts";
import { vaeTraining } from "../../../lib/train/faces/vae_training.ts";
import { type TrainingJob } from "../../../lib/train/run_training.ts";
import { train } from "../../../lib/train/train.ts";
import { trainingStart } from "../../../lib/train/training_state.ts";
import { normalTensor } from "../../normal_tensor.ts";
import { tinyRuntime, tinySettings } from "./tiny.ts";

/** Mean loss of the first and of the last five steps. */
async function fall<Name extends string>(
  runtime: Runtime,
  job: TrainingJob<Name>,
): Promise<[number, number]> {
  const steps = await Array.fromAsync(train(trainingStart(job.start), { runtime, ...job }));
  const mean = (part: typeof steps): number => part.reduce((sum, { loss }) => sum + loss, 0) / part.length;
  return [mean(steps.slice(0, 5)), mean(steps.slice(-5))];
}

Deno.test("a small autoencoder learns two pictures", async () => {
  await using runtime = await tinyRuntime();
  const bright = Uint8Array.from({ length: 2 * PICTURE }, (_, i) => (i < PICTURE ? 40 : (i % 64) * 4));
  const settings = tinySettings({ vae: { steps: 60, warmUp: 5, learningRate: 0.01 } });
  const [first, last] = await fall(runtime, vaeTraining(settings, tensor("uint8", [2, 3, 64, 64], bright)));
  assert.ok(last < 0.5 * first, `${first} to ${last}`);
});

Deno.test("a small U-Net learns to tell noise from two latents", async () => {
  await using runtime = await tinyRuntime();
  const settings = tinySettings({ unet: { steps: 80, batch: 8, warmUp: 5, learningRate: 0.02 } });
  const schedule = noiseSchedule(parseSchedulerConfig(settings.scheduler));
  const job = unetTraining(settings, schedule, normalTensor([2, 4, 8, 8], 3), "two");
  const [first, last] = await fall(runtime, job);
  assert.ok(last < 0.7 * first, `${first} to ${last}`);
});

Deno.test("batches depend on the seed and the step alone", () => {
  const settings = tinySettings();
  const schedule = noiseSchedule(parseSchedulerConfig(settings.scheduler));
  const { batch } = unetTraining(settings, schedule, normalTensor([3, 4, 8, 8], 3), "three");
  const second = batch(1);
  assert.notDeepEqual(batch(0), second);
  assert.deepEqual(batch(1), second);
});

Deno.test("noise levels are one of each stretch, and weights of the loss follow their signal", () => {
  const levels = stratifiedLevels(4, 1000, 1);
  assert.deepEqual(levels.map((t) => Math.floor(t / 250)).sort(), [0, 1, 2, 3]);
  assert.notDeepEqual(levels, stratifiedLevels(4, 1000, 2));
  assert.equal(minSnrWeight("epsilon", 0.5, 5), 1);
  assert.equal(minSnrWeight("v_prediction", 0.5, 5), 0.5);
  assert.ok(Math.abs(minSnrWeight("epsilon", 10 / 11, 5) - 0.5) < 1e-9, "SNR 10");
  assert.ok(Math.abs(minSnrWeight("v_prediction", 10 / 11, 5) - 5 / 11) < 1e-9);
});
