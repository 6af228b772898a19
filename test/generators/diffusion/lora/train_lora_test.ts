import assert from "node:assert/strict";
import { type Lora, type LoraLayers } from "../../../../lib/generators/diffusion/lora/lora.ts";
import { decodeLora } from "../../../../lib/generators/diffusion/lora/lora_file.ts";
import { loraStart } from "../../../../lib/generators/diffusion/lora/lora_state.ts";
import {
  type LoraStep,
  type LoraTraining,
  trainLora,
} from "../../../../lib/generators/diffusion/lora/train_lora.ts";
import { type TrainingBatch } from "../../../../lib/generators/diffusion/lora/training_batch.ts";
import { openRuntime, type Runtime } from "../../../../lib/runtime/runtime.ts";
import { float32, type Tensor } from "../../../../lib/tensor.ts";
import { fixtureBytes, fixtureJson, rows } from "../../../fixtures.ts";
import { sdArray, sdDenoiser, sdUnet } from "../sd_a.ts";
import { checkParity, difference, largest } from "../../../parity.ts";

interface Official {
  readonly rank: number;
  readonly lr: number;
  readonly weight_decay: number;
  readonly steps: readonly { readonly timesteps: readonly number[]; readonly loss: number }[];
  readonly grad_norm_step0: Readonly<Record<string, number>>;
}

const official = fixtureJson<Official>("sd-a/lora_train.json");
const denoiser = sdDenoiser();
const { tensors } = sdUnet();
const loraOf = (name: string): Lora =>
  decodeLora(fixtureBytes(`sd-a/${name}.safetensors`), { unet: tensors });

/** Noise and timesteps that PyTorch drew. */
const officialBatches = official.steps.map(({ timesteps }, i): TrainingBatch => {
  const { shape, data } = rows(sdArray("lora_train_noise"), i);
  return { noise: float32(shape.slice(1), data), timesteps };
});

async function collected(
  runtime: Runtime,
  start: LoraLayers,
  training: Partial<LoraTraining>,
): Promise<LoraStep[]> {
  const [latent, text] = [sdArray("vae_mean"), sdArray("text")];
  const steps = trainLora(denoiser, loraStart(start), { runtime, latent, text, ...training });
  return await Array.fromAsync(steps);
}

/** Every tensor of layers, by its name in DragDiffusion's files. */
const named = (layers: LoraLayers): [string, Tensor][] =>
  Object.entries(layers).flatMap(([module, { down, up }]): [string, Tensor][] => [
    [`unet.unet.${module}.lora.down.weight`, down],
    [`unet.unet.${module}.lora.up.weight`, up],
  ]);

const norm = ({ data }: Tensor): number => Math.hypot(...(data as Float32Array));

/** The largest difference of two LoRAs, each tensor's divided by `scale` of theirs. */
function furthest(ours: LoraLayers, theirs: LoraLayers, scale: (t: Tensor) => number = () => 1): number {
  const expected = new Map(named(theirs));
  return Math.max(
    ...named(ours).map(([name, t]) => difference(t, expected.get(name)!) / scale(expected.get(name)!)),
  );
}

Deno.test("training a LoRA equals PyTorch's AdamW steps", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const training = { steps: 3, batches: officialBatches, checkpoint: false };
  const steps = await collected(runtime, loraOf("lora").unet, training);
  const losses = steps.map(({ loss }, i) => Math.abs(loss / official.steps[i]!.loss - 1));
  checkParity("sd-a lora_train losses, relative", Math.max(...losses), 1e-4);
  const { gradient } = steps[0]!;
  const norms = named(gradient).map(([name, t]) => Math.abs(norm(t) / official.grad_norm_step0[name]! - 1));
  assert.equal(norms.length, Object.keys(official.grad_norm_step0).length);
  checkParity("sd-a lora_train norms, relative", Math.max(...norms), 1e-3);
  checkParity("sd-a lora_grads, relative", furthest(gradient, loraOf("lora_grads").unet, largest), 1e-3);
  checkParity("sd-a lora_after1", furthest(steps[0]!.state.layers, loraOf("lora_after1").unet), 2e-5);
  checkParity("sd-a lora_after3", furthest(steps[2]!.state.layers, loraOf("lora_after3").unet), 2e-5);
});

Deno.test("a LoRA's gradient is the same where layers are computed again", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const [step] = await collected(runtime, loraOf("lora").unet, { steps: 1, batches: officialBatches });
  checkParity("sd-a loss, computed again", Math.abs(step!.loss / official.steps[0]!.loss - 1), 1e-4);
  checkParity(
    "sd-a grads, computed again",
    furthest(step!.gradient, loraOf("lora_grads").unet, largest),
    1e-3,
  );
});

Deno.test("weight decay takes its part of every matrix, beside AdamW's step", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const start = loraOf("lora").unet;
  const after = async (weightDecay: number): Promise<LoraLayers> => {
    const training = {
      steps: 1,
      batches: officialBatches,
      checkpoint: false,
      learningRate: 1e-3,
      weightDecay,
    };
    return (await collected(runtime, start, training))[0]!.state.layers;
  };
  const [decayed, plain] = [await after(100), new Map(named(await after(0)))];
  const before = new Map(named(start));
  for (const [name, { data }] of named(decayed)) {
    const [other, from] = [plain.get(name)!.data, before.get(name)!.data] as [Float32Array, Float32Array];
    const apart = (data as Float32Array).map((v, i) => Math.abs(v - (other[i]! - 0.1 * from[i]!)));
    assert(Math.max(...apart) < 1e-6, name);
  }
});
