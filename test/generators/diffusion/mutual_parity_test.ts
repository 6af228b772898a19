import assert from "node:assert/strict";
import { guidedPrediction, promptContext } from "../../../lib/generators/diffusion/denoiser.ts";
import { mutualAttention } from "../../../lib/generators/diffusion/mutual_attention.ts";
import { walkNoise } from "../../../lib/generators/diffusion/walk.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { float32 } from "../../../lib/tensor.ts";
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

Deno.test("denoising with control from the first or the fifth step on equals DragDiffusion's", async () => {
  await using runtime = await openRuntime({ provider: "cpu", keep: 4 });
  const steps = denoiser.schedule.denoising(50).slice(-35);
  for (const [name, startStep] of [["mutual_denoised", 0], ["mutual_denoised_step4", 4]] as const) {
    const mutual = { startStep, startLayer: 10 };
    const walk = await Array.fromAsync(walkNoise(denoiser, pair, steps, { runtime, prompt, mutual }));
    checkParity(`sd-a ${name}`, difference(walk.at(-1)!.sample, sdArray(name)), 2e-3);
    if (startStep > 0) continue;
    checkParity("sd-a mutual_step1", difference(walk[0]!.sample, sdArray("mutual_step1")), 2e-3);
  }
});

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
