import assert from "node:assert/strict";
import { type DiffusionModel } from "../../lib/generators/diffusion/folder.ts";
import { vaeEncoder } from "../../lib/generators/diffusion/vae.ts";
import { diftFeatures, type DiftOptions } from "../../lib/metrics/dift.ts";
import { type Symbolic } from "../../lib/onnx/symbolic.ts";
import { openRuntime } from "../../lib/runtime/runtime.ts";
import { type Tensor } from "../../lib/tensor.ts";
import { fixtureJson } from "../fixtures.ts";
import { sdArray, sdDenoiser, sdUnet, sdVae } from "../generators/diffusion/sd_a.ts";
import { normalTensor } from "../normal_tensor.ts";
import { checkParity, difference } from "../parity.ts";

const MODEL: DiffusionModel = {
  unet: sdUnet(),
  vae: sdVae(),
  schedulerConfig: fixtureJson("sd-a/scheduler/scheduler_config.json"),
  sha256: "",
};
const [TEXT, SMALL] = [sdArray("text"), normalTensor([1, 3, 40, 64], 1)];
const numbers = (tensor: Tensor): Float32Array => tensor.data as Float32Array;

/** Features of one picture, mostly small. */
async function features(options: DiftOptions, picture: Tensor = SMALL): Promise<Tensor> {
  await using runtime = await openRuntime({ provider: "cpu" });
  return (await diftFeatures(MODEL, runtime, [picture], TEXT, options))[0]!;
}

Deno.test("features of a picture with a known noise are the official U-Net's of that noisy latent", async () => {
  const { schedule } = sdDenoiser();
  const timestep = fixtureJson<{ timestep: number }>("sd-a/meta.json").timestep;
  const alpha = schedule.alphasCumprod[timestep]!;
  // The fixture's means are scaled.
  const [noisy, mean] = [numbers(sdArray("noisy")), numbers(sdArray("vae_mean"))];
  const wanted = noisy.map((value, i) => (value - Math.sqrt(alpha) * mean[i]!) / Math.sqrt(1 - alpha));
  for (const upBlock of [0, 1, 2]) {
    let next = 0;
    const noise = (): number => wanted[next++]!;
    const map = await features(
      { timestep, upBlock, ensemble: 1, posterior: "mean", noise },
      sdArray("image"),
    );
    checkParity(`dift, up block ${upBlock}`, difference(map, sdArray(`feature${upBlock + 1}`)), 1e-3);
  }
});

Deno.test("an ensemble is the mean of its noises, drawn for the latents first", async () => {
  const noises = normalTensor([8, 4 * 5 * 8], 7).data as Float32Array; // two latents and two noises, and as many again
  const stream = (...parts: number[]): () => number => {
    const all = parts.flatMap((part) => [...noises.slice(part * 160, (part + 1) * 160)]);
    return () => all.shift()!;
  };
  const both = await features({ ensemble: 2, noise: stream(0, 1, 2, 3) });
  const one = await features({ ensemble: 1, noise: stream(0, 2) });
  const other = await features({ ensemble: 1, noise: stream(1, 3) });
  const apart = numbers(both).map((value, i) =>
    Math.abs(value - (numbers(one)[i]! + numbers(other)[i]!) / 2)
  );
  assert(Math.max(...apart) < 1e-5, `${Math.max(...apart)}`);
  assert(difference(one, other) > 1e-2);
});

Deno.test("equal pictures get equal features in any order, unless noise is drawn on", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const twice = await diftFeatures(MODEL, runtime, [SMALL, SMALL], TEXT, { ensemble: 1 });
  const again = await diftFeatures(MODEL, runtime, [SMALL], TEXT, { ensemble: 1 });
  assert.deepEqual(again[0], twice[0]);
  assert(difference(twice[0]!, twice[1]!) > 1e-3);
});

Deno.test("pictures whose sides are no multiples of 8 have features too", async () => {
  const map = await features({ ensemble: 1 }, normalTensor([1, 3, 43, 61], 1));
  assert.deepEqual(map.shape, [1, map.shape[1], 3, 4]);
});

Deno.test("options out of range are refused", async () => {
  await assert.rejects(
    () => features({ ensemble: 0 }),
    /^InputError: Expected an ensemble of at least one noise/,
  );
  await assert.rejects(
    () => features({ timestep: 1000 }),
    /^InputError: Expected a timestep from 0 to 999 but found 1000/,
  );
  await assert.rejects(
    () => features({ upBlock: 4 }),
    /^InputError: Expected upBlock from 0 to 3 but found 4/,
  );
  await assert.rejects(
    () => features({}, normalTensor([1, 3, 4, 64], 1)),
    /H and W at least 8, but found \[1, 3, 4, 64\]/,
  );
});

Deno.test("a drawn latent is away from the mean by the deviation of the VAE's distribution", async () => {
  await using runtime = await openRuntime({ provider: "cpu" });
  const { config, p } = MODEL.vae;
  const logvar = numbers(await runtime.run((x: Symbolic) => vaeEncoder(config, p)(x).logvar, SMALL));
  const [drawn, noise] = [3, 4].map((seed) => numbers(normalTensor([1, 4, 5, 8], seed)));
  const alpha = sdDenoiser().schedule.alphasCumprod[261]!;
  const stream = (all: readonly number[]): () => number => {
    let next = 0;
    return () => all[next++]!;
  };
  // The same noisy latent, from the mean and from another noise.
  const other = [...noise!].map((v, i) =>
    v + Math.sqrt(alpha / (1 - alpha)) * config.scalingFactor * Math.exp(logvar[i]! / 2) * drawn![i]!
  );
  const sampled = await features({ ensemble: 1, noise: stream([...drawn!, ...noise!]) });
  const meant = await features({ ensemble: 1, posterior: "mean", noise: stream(other) });
  checkParity("dift, a drawn latent", difference(sampled, meant), 1e-4);
});
