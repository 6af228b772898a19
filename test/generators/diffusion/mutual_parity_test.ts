import assert from "node:assert/strict";
import { guidedPrediction, promptContext } from "../../../lib/generators/diffusion/denoiser.ts";
import { mutualAttention } from "../../../lib/generators/diffusion/mutual_attention.ts";
import { walkNoise } from "../../../lib/generators/diffusion/walk.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { float32, type Tensor } from "../../../lib/tensor.ts";
import { checkParity, difference } from "../../parity.ts";
import { sdArray, sdDenoiser } from "./sd_a.ts";

const denoiser = sdDenoiser();
const prompt = { text: sdArray("text") };
const pair = sdArray("mutual_input");

Deno.test("predictions under mutual self-attention control equal DragDiffusion's", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const context = await promptContext(runtime, denoiser, prompt, 2);
  for (
    const [name, layer] of [["mutual_eps", 10], ["mutual_eps_layer12", 12], ["mutual_eps_off", 16]] as const
  ) {
    const predict = guidedPrediction(denoiser, prompt, mutualAttention(layer));
    const ours = await runtime.run(predict, pair, float32([], [681]), context);
    checkParity(`sd-a ${name}`, difference(ours, sdArray(name)), 2e-4);
  }
});

for (const [name, startStep] of [["mutual_denoised", 0], ["mutual_denoised_step4", 4]] as const) {
  Deno.test(`denoising with control from step ${startStep} on equals DragDiffusion's`, async () => {
    await using runtime = await openRuntime({ provider: "cpu" });
    const steps = denoiser.schedule.denoising(50).slice(-35);
    let last: Tensor = pair;
    const walk = walkNoise(denoiser, pair, steps, { runtime, prompt, mutual: { startStep, startLayer: 10 } });
    for await (const { sample, done } of walk) {
      last = sample;
      if (done === 1 && startStep === 0) {
        checkParity("sd-a mutual_step1", difference(sample, sdArray("mutual_step1")), 2e-3);
      }
    }
    checkParity(`sd-a ${name}`, difference(last, sdArray(name)), 2e-3);
  });
}

Deno.test("control with guidance acts within the pair of each text", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const guided = { ...prompt, guidance: 2, negative: sdArray("uncond_embeds") };
  const at = float32([], [681]);
  const [both, plain, away] = await Promise.all([guided, prompt, { text: guided.negative }].map(async (p) => {
    const context = await promptContext(runtime, denoiser, p, 2);
    return await runtime.run(guidedPrediction(denoiser, p, mutualAttention(10)), pair, at, context);
  }));
  const data = (plain!.data as Float32Array).map((v, i) => 2 * v - (away!.data as Float32Array)[i]!);
  assert(difference(both!, { ...plain!, data }) < 1e-5);
});

Deno.test("control without pairs is refused", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const options = { runtime, prompt, mutual: {} };
  const walk = walkNoise(denoiser, sdArray("noisy"), denoiser.schedule.denoising(50), options);
  await assert.rejects(walk.next(), /Expected pairs of source and edited latent .* but found 1 latents/);
});
