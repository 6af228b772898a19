import { type DdimStep } from "../../../lib/generators/diffusion/schedule.ts";
import { walkNoise, type WalkOptions } from "../../../lib/generators/diffusion/walk.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { type Tensor } from "../../../lib/tensor.ts";
import { checkParity, difference } from "../../parity.ts";
import { sdArray, sdDenoiser } from "./sd_a.ts";

const denoiser = sdDenoiser();
const { schedule } = denoiser;

/** Walks, and compares the latents after some of the steps with arrays. */
async function walked(
  latent: Tensor,
  steps: readonly DdimStep[],
  options: Omit<WalkOptions, "runtime">,
  expected: Readonly<Record<number, string>>,
): Promise<void> {
  await using runtime = await openRuntime({ provider: "cpu" });
  for await (const { done, sample } of walkNoise(denoiser, latent, steps, { runtime, ...options })) {
    const name = expected[done];
    if (name) checkParity(`sd-a ${name}`, difference(sample, sdArray(name)), 2e-3);
  }
}

const prompt = { text: sdArray("text") };

Deno.test("DDIM inversion equals DragDiffusion's", async () => {
  const steps = schedule.inversion(50).slice(0, 35);
  const expected = { 1: "invert_step1", 10: "invert_step10", 35: "inverted_latents" };
  await walked(sdArray("vae_mean"), steps, { prompt }, expected);
});

Deno.test("DDIM denoising equals DragDiffusion's", async () => {
  const steps = schedule.denoising(50).slice(-35);
  await walked(sdArray("inverted_latents"), steps, { prompt }, { 1: "denoise_step1", 35: "denoised_latent" });
});

Deno.test("classifier-free guidance equals diffusers'", async () => {
  const guidedPrompt = { ...prompt, guidance: 3, negative: sdArray("uncond_embeds") };
  const steps = schedule.denoising(50).slice(-10);
  await walked(sdArray("inverted_latents"), steps, { prompt: guidedPrompt }, { 10: "denoised_cfg3_10" });
});
