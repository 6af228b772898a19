import assert from "node:assert/strict";
import { type PredictionType } from "../../../lib/generators/diffusion/scheduler_config.ts";
import { walkNoise, type WalkOptions, type WalkStep } from "../../../lib/generators/diffusion/walk.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { float32 } from "../../../lib/tensor.ts";
import { normalTensor } from "../../normal_tensor.ts";
import { difference } from "../../parity.ts";
import { sdDenoiser } from "./sd_a.ts";

const denoiser = sdDenoiser();
const latent = normalTensor([1, 4, 3, 5], 1); // of a picture of 40 × 24 pixels
const prompt = { text: normalTensor([1, 4, 32], 2) };
const steps = denoiser.schedule.denoising(50).slice(-3);

Deno.test("a walk that was stopped goes on with identical latents", async () => {
  await using runtime = await openRuntime({ provider: "cpu", keep: 9 });
  const whole = await Array.fromAsync(walkNoise(denoiser, latent, steps, { runtime, prompt }));
  assert.deepEqual(whole.map(({ done, timestep }) => [done, timestep]), [[1, 41], [2, 21], [3, 1]]);
  const stop = new AbortController();
  const seen: WalkStep[] = [];
  const stopped = async (): Promise<void> => {
    for await (const step of walkNoise(denoiser, latent, steps, { runtime, prompt, signal: stop.signal })) {
      seen.push(step);
      stop.abort(new Error("enough"));
    }
  };
  await assert.rejects(stopped, /enough/);
  assert.deepEqual(seen, whole.slice(0, 1));
  const options = { runtime, prompt, done: 1 };
  assert.deepEqual(
    await Array.fromAsync(walkNoise(denoiser, seen[0]!.sample, steps, options)),
    whole.slice(1),
  );
  assert.equal(runtime.liveSessions, 0);
});

Deno.test("models that predict the velocity have their outputs taken as such", async () => {
  await using runtime = await openRuntime({ provider: "cpu", keep: 9 });
  const one = steps.slice(0, 1);
  const walked = async (predictionType: PredictionType): Promise<Float32Array> => {
    const schedule = { ...denoiser.schedule, predictionType };
    const [step] = await Array.fromAsync(
      walkNoise({ ...denoiser, schedule }, latent, one, { runtime, prompt }),
    );
    return step!.original.data as Float32Array;
  };
  const [signal, rest] = [Math.sqrt(one[0]!.from), Math.sqrt(1 - one[0]!.from)];
  const byNoise = await walked("epsilon");
  const output = latent.data.map((x, i) => (x - signal * byNoise[i]!) / rest);
  const expected = latent.data.map((x, i) => signal * x - rest * output[i]!);
  const found = float32(latent.shape, await walked("v_prediction"));
  assert(difference(found, float32(latent.shape, expected)) < 1e-5);
});

Deno.test("walks that cannot be are refused", async () => {
  await using runtime = await openRuntime({ provider: "cpu", keep: 9 });
  const first = (x = latent, options: Partial<WalkOptions> = {}): Promise<unknown> =>
    walkNoise(denoiser, x, steps, { runtime, prompt, ...options }).next();
  await assert.rejects(
    first(latent, { prompt: { ...prompt, guidance: 2 } }),
    /Expected a negative text, .* but found none/,
  );
  for (const shape of [[2, 4, 32], [1, 4, 31], [4, 32]]) {
    await assert.rejects(first(latent, { prompt: { text: normalTensor(shape, 1) } }), {
      message: `Expected a text [1, tokens, 32] but found [${shape.join(", ")}].`,
    });
  }
  const [text, negative] = [normalTensor([1, 4, 32], 1), normalTensor([1, 5, 32], 1)];
  await assert.rejects(first(latent, { prompt: { text, negative, guidance: 2 } }), {
    message: "Expected a text [1, 4, 32] but found [1, 5, 32].",
  });
  await assert.rejects(first(normalTensor([1, 3, 4, 4], 1)), /Expected a latent \[N, 4, h, w\]/);
  await assert.rejects(first(float32([1, 4, 1, 1], [0, 0, NaN, 0])), /became infinite or NaN at timestep 41/);
  const inpainting = { ...denoiser, config: { ...denoiser.config, inChannels: 9 } };
  await assert.rejects(
    walkNoise(inpainting, latent, steps, { runtime, prompt }).next(),
    /takes only latents but found one of 9 channels/,
  );
});
