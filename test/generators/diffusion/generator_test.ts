import assert from "node:assert/strict";
import { promptContext } from "../../../lib/generators/diffusion/denoiser.ts";
import { type Prompt } from "../../../lib/generators/diffusion/prompt.ts";
import {
  diffusionGenerator,
  type DiffusionGeneratorOptions,
} from "../../../lib/generators/diffusion/generator.ts";
import { nullText } from "../../../lib/generators/diffusion/null_text.ts";
import { randomParameters } from "../../../lib/generators/diffusion/random_parameters.ts";
import { noiseSchedule } from "../../../lib/generators/diffusion/schedule.ts";
import { parseSchedulerConfig } from "../../../lib/generators/diffusion/scheduler_config.ts";
import { parseUnetConfig } from "../../../lib/generators/diffusion/unet_config.ts";
import { vaeDecoder } from "../../../lib/generators/diffusion/vae.ts";
import { type Generator } from "../../../lib/generators/generator.ts";
import { type Size } from "../../../lib/generators/size.ts";
import { input, type Symbolic } from "../../../lib/onnx/symbolic.ts";
import { openRuntime } from "../../../lib/runtime/runtime.ts";
import { inOneBatch } from "../../../lib/in_one_batch.ts";
import { float32, type Tensor } from "../../../lib/tensor.ts";
import { fixtureJson } from "../../fixtures.ts";
import { checkParity, difference } from "../../parity.ts";
import { sdArray, sdUnet, sdVae } from "./sd_a.ts";

const schedule = noiseSchedule(parseSchedulerConfig(fixtureJson("sd-a/scheduler/scheduler_config.json")));
const [unet, vae] = [sdUnet(), sdVae()];

const generatorOf = (
  prompt: Partial<Prompt> = {},
  size: Size = [256, 256],
  options: Pick<DiffusionGeneratorOptions, "timestep" | "context"> = {},
): Generator =>
  diffusionGenerator({ ...unet, schedule }, vae, {
    size,
    prompt: { text: sdArray("text"), ...prompt },
    ...options,
  });

Deno.test("a diffusion model's maps and denoising step are the official ones on sd-a", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const generator = generatorOf();
  assert.deepEqual(generator.latentShape, [1, 4, 32, 32]);
  assert.deepEqual(generator.grid, [128, 128]);
  for (const block of generator.blocks.keys()) {
    const map = await runtime.run((z: Symbolic) => generator.features(z, block), sdArray("noisy"));
    checkParity(`sd-a generator, map ${block}`, difference(map, sdArray(`feature${block}`)), 2e-4);
  }
  const denoised = await runtime.run(
    (z: Symbolic) => generator.denoise!(z, 3).denoised,
    sdArray("inverted_latents"),
  );
  checkParity("sd-a generator, denoised", difference(denoised, sdArray("step_prev")), 2e-4);
});

Deno.test("a diffusion model says the shapes of its maps, whatever the picture's size", () => {
  for (const size of [[64, 96], [40, 72], [8, 8]] as const) {
    const generator = generatorOf({ guidance: 3, negative: sdArray("uncond_embeds") }, size);
    const latent = input("latent", { dtype: "float32", shape: generator.latentShape });
    generator.blocks.forEach(({ channels, size: [h, w] }, i) => {
      assert.deepEqual(generator.features(latent, i).shape, [1, channels, h, w]);
    });
    const denoised = generator.denoise!(latent, generator.featureBlock);
    assert.deepEqual(denoised.denoised.shape, generator.latentShape);
    assert.deepEqual(generator.image(latent).shape, [1, 3, ...size]);
  }
});

Deno.test("its picture is what the predicted clean latent decodes to", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const generator = generatorOf();
  const picture = await runtime.run((z: Symbolic) => generator.image(z), sdArray("inverted_latents"));
  const decoder = vaeDecoder(vae.config, vae.p);
  const clean = float32(
    [1, 4, 32, 32],
    (sdArray("step_x0").data as Float32Array).map((v) => v / vae.config.scalingFactor),
  );
  const expected = await runtime.run((z: Symbolic) => decoder(z), clean);
  assert(difference(picture, expected) < 2e-3);
});

Deno.test("with guidance the maps for both texts are joined by DragDiffusion's weights", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const [text, negative, latent] = ["text", "uncond_embeds", "noisy"].map(sdArray) as [
    Tensor,
    Tensor,
    Tensor,
  ];
  const seen = (prompt: Partial<Prompt>): Promise<{ features: Tensor; denoised: Tensor }> =>
    runtime.run((z: Symbolic) => {
      const { features, denoised } = generatorOf(prompt).denoise!(z, 3);
      return { features, denoised };
    }, latent);
  const both = await seen({ guidance: 7.5, negative });
  const [away, towards] = [await seen({ text: negative }), await seen({ text })];
  const share = 7.5 / 14;
  const joined = [
    ...(away.features.data as Float32Array).map((v) => (1 - share) * v),
    ...(towards.features.data as Float32Array).map((v) => share * v),
  ];
  const [n, channels, ...size] = away.features.shape;
  assert(difference(both.features, float32([n!, 2 * channels!, ...size], joined)) < 1e-4);
  // The denoising step is linear in the prediction.
  const guided = (away.denoised.data as Float32Array).map((v, i) =>
    v + 7.5 * ((towards.denoised.data[i] as number) - v)
  );
  assert(difference(both.denoised, float32(latent.shape, guided)) < 1e-4);
});

Deno.test("keys and values of the text that are known change nothing, for any number of latents", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const [text, negative, latent] = [sdArray("text"), sdArray("uncond_embeds"), sdArray("noisy")];
  const two = inOneBatch([latent, sdArray("inverted_latents")]);
  for (const prompt of [{ text }, { text, guidance: 3, negative }]) {
    const context = await promptContext(runtime, { ...unet, schedule }, prompt, 1);
    const [known, computed] = [generatorOf(prompt, [256, 256], { context }), generatorOf(prompt)];
    const seen = (generator: Generator): Promise<Tensor> =>
      runtime.run((z: Symbolic) => generator.features(z, 1), two);
    assert(difference(await seen(known), await seen(computed)) < 1e-4);
  }
});

Deno.test("sizes, times and prompts that do not fit are refused", () => {
  assert.throws(() => generatorOf({}, [64, 100]), {
    message: "Expected a picture whose sides are multiples of 8 pixels but found 64 × 100.",
  });
  assert.throws(() => generatorOf({}, [64, 64], { timestep: 1000 }), /timestep from 0 to 999 but found 1000/);
  assert.throws(() => generatorOf({ guidance: 3 }), /negative text/);
});

Deno.test("drags look at the first map of the latent's full size, whatever the number of levels", () => {
  assert.equal(generatorOf().featureBlock, 3);
  const config = parseUnetConfig({
    block_out_channels: [8, 8, 8],
    down_block_types: ["DownBlock2D", "DownBlock2D", "DownBlock2D"],
    up_block_types: ["UpBlock2D", "UpBlock2D", "UpBlock2D"],
    norm_num_groups: 2,
    cross_attention_dim: 4,
  });
  const denoiser = { config, p: randomParameters(), schedule };
  const small = diffusionGenerator(denoiser, vae, { size: [64, 64], prompt: { text: nullText(config) } });
  assert.deepEqual(small.blocks.map(({ size }) => size), [[2, 2], [4, 4], [8, 8], [8, 8]]);
  assert.equal(small.featureBlock, 2);
});
