import assert from "node:assert/strict";
import { FormatError } from "../../../../lib/errors.ts";
import { decodeSafetensors, encodeSafetensors } from "../../../../lib/formats/safetensors.ts";
import { freshLora } from "../../../../lib/generators/diffusion/lora/fresh_lora.ts";
import {
  loraStart,
  type LoraState,
  loraStateFrom,
  loraStateTensors,
} from "../../../../lib/generators/diffusion/lora/lora_state.ts";
import { type LoraTraining, trainLora } from "../../../../lib/generators/diffusion/lora/train_lora.ts";
import { seededBatches } from "../../../../lib/generators/diffusion/lora/training_batch.ts";
import { seededUniform, seedOf } from "../../../../lib/random.ts";
import { openRuntime } from "../../../../lib/runtime/runtime.ts";
import { float32 } from "../../../../lib/tensor.ts";
import { normalTensor } from "../../../normal_tensor.ts";
import { sdDenoiser, sdUnet } from "../sd_a.ts";

const denoiser = sdDenoiser();
const fresh = freshLora(sdUnet().tensors, 2, 3);
const picture = { latent: normalTensor([1, 4, 6, 8], 1), text: normalTensor([1, 3, 32], 2) };

/** A state through a file and back. */
const saved = (state: LoraState): LoraState =>
  loraStateFrom(decodeSafetensors(encodeSafetensors(loraStateTensors(state))).tensors, state.step, fresh);

Deno.test("a stopped training resumes with identical numbers", async () => {
  await using runtime = await openRuntime({ provider: "cpu", keep: 9 });
  const training: LoraTraining = { runtime, ...picture, steps: 3, batch: 2, seed: 5, checkpoint: false };
  const whole = await Array.fromAsync(trainLora(denoiser, loraStart(fresh), training));
  assert.deepEqual(whole.map(({ step }) => step), [0, 1, 2]);
  const stop = new AbortController();
  let last = loraStart(fresh);
  const stopped = async (): Promise<void> => {
    for await (const { state } of trainLora(denoiser, last, { ...training, signal: stop.signal })) {
      last = state;
      stop.abort(new Error("enough"));
    }
  };
  await assert.rejects(stopped, /enough/);
  assert.equal(last.step, 1);
  const rest = await Array.fromAsync(trainLora(denoiser, saved(last), training));
  assert.deepEqual(rest, whole.slice(1));
  assert.deepEqual(await Array.fromAsync(trainLora(denoiser, rest[1]!.state, training)), []);
});

Deno.test("batches of a seed are normal noise at timesteps of all levels", () => {
  const batches = seededBatches(1, [200, 1, 4, 4], 1000);
  const { noise, timesteps } = batches.next().value;
  const mean = noise.data.reduce((sum, v) => sum + v, 0) / noise.data.length;
  const variance = noise.data.reduce((sum, v) => sum + v * v, 0) / noise.data.length - mean ** 2;
  assert(Math.abs(mean) < 0.05 && Math.abs(variance - 1) < 0.1, `mean ${mean}, variance ${variance}`);
  assert(timesteps.every((t) => Number.isInteger(t) && t >= 0 && t < 1000));
  assert(Math.min(...timesteps) < 50 && Math.max(...timesteps) > 950);
  assert.notDeepEqual(batches.next().value.timesteps, timesteps);
  assert.deepEqual(seededBatches(1, [200, 1, 4, 4], 1000).next().value, { noise, timesteps });
});

Deno.test("a training's noise is not that of the layers it begins with, whose seed it has", () => {
  const down = Object.values(freshLora(sdUnet().tensors, 1, 3))[0]!.down.data; // rank 1: not divided
  const { noise } = seededBatches(3, [1, 1, 1, down.length], 1000).next().value;
  assert(!noise.data.some((v) => down.includes(v)), "some numbers are equal");
  const shape = [9, 1, 1, 1];
  const levels = (seed: number): number[] =>
    seededBatches(seed, shape, 2 ** 30).next().value.timesteps as number[];
  const uniform = seededUniform(seedOf(3, 0)); // that of the noise
  assert(
    !Array.from({ length: 99 }, () => Math.floor(uniform() * 2 ** 30)).some((v) => levels(3).includes(v)),
  );
});

Deno.test("a training that cannot be is refused before it starts, and one that diverges says where", async () => {
  await using runtime = await openRuntime({ provider: "cpu", keep: 9 });
  const first = (training: Partial<LoraTraining>): Promise<unknown> =>
    trainLora(denoiser, loraStart(fresh), { runtime, ...picture, ...training }).next();
  await assert.rejects(first({ steps: 1.5 }), /training's steps as a whole number from 0 but found 1.5/);
  await assert.rejects(first({ batch: 0 }), /batch as a whole number from 1 but found 0/);
  await assert.rejects(first({ learningRate: NaN }), /learningRate above 0 but found NaN/);
  await assert.rejects(first({ weightDecay: -1 }), /weightDecay from 0 but found -1/);
  await assert.rejects(first({ text: normalTensor([1, 3, 31], 1) }), /Expected text \[N, tokens, 32\]/);
  const latent = float32([1, 4, 6, 8], new Float32Array(4 * 6 * 8).fill(NaN));
  await assert.rejects(first({ latent, batch: 1 }), /The LoRA's loss became NaN at step 0/);
});

Deno.test("a checkpoint of other layers is refused", () => {
  const tensors = loraStateTensors(loraStart(freshLora(sdUnet().tensors, 3)));
  const message = /Expected down \[2, 32\] of .*to_k but found none/;
  assert.throws(
    () => loraStateFrom(tensors, 0, fresh),
    (e) => e instanceof FormatError && message.test(e.message),
  );
  const partial = new Map([...loraStateTensors(loraStart(fresh))].filter(([name]) => name !== "adam.mean"));
  assert.throws(() => loraStateFrom(partial, 0, fresh), /Expected what AdamW remembers/);
});
