import { type DiffusionModel } from "../../generators/diffusion/folder.ts";
import { nullText } from "../../generators/diffusion/null_text.ts";
import { noiseSchedule } from "../../generators/diffusion/schedule.ts";
import { parseSchedulerConfig } from "../../generators/diffusion/scheduler_config.ts";
import { vaeDecoder } from "../../generators/diffusion/vae.ts";
import { walkNoise } from "../../generators/diffusion/walk.ts";
import { inOneBatch } from "../../in_one_batch.ts";
import { mul } from "../../onnx/ops/mod.ts";
import { type Symbolic } from "../../onnx/symbolic.ts";
import { drawn, seededNormal, seedOf } from "../../random.ts";
import { type Runtime } from "../../runtime/runtime.ts";
import { type Tensor } from "../../tensor.ts";

/** Options of {@linkcode samplePictures}. */
export interface SampleOptions {
  /** How many. */
  readonly count: number;
  /** Steps of DDIM. */
  readonly steps: number;
  /** Seed of the noise; each picture's depends on nothing but it and the picture's number. */
  readonly seed: number;
  /** Height and width of the latent. */
  readonly side: number;
  /** How many at a time (default 32). */
  readonly batch?: number;
}

/** Pictures of a model without text, by DDIM from seeded noise: [N, 3, H, W], nominally in [−1, 1]. */
export async function samplePictures(
  runtime: Runtime,
  model: DiffusionModel,
  { count, steps, seed, side, batch = 32 }: SampleOptions,
): Promise<Tensor<"float32">> {
  const { unet, vae } = model;
  const schedule = noiseSchedule(parseSchedulerConfig(model.schedulerConfig));
  const decode = (latent: Symbolic): Symbolic =>
    vaeDecoder(vae.config, vae.p)(mul(latent, 1 / vae.config.scalingFactor));
  const shape = [1, unet.config.inChannels, side, side];
  const pictures: Tensor[] = [];
  for (let first = 0; first < count; first += batch) {
    const own = Math.min(batch, count - first);
    let latent: Tensor = inOneBatch(
      Array.from({ length: own }, (_, i) => drawn(shape, seededNormal(seedOf(seed, first + i)))),
    );
    const options = { runtime, prompt: { text: nullText(unet.config) } };
    for await (
      const { sample } of walkNoise({ ...unet, schedule }, latent, schedule.denoising(steps), options)
    ) {
      latent = sample;
    }
    await using compiled = await runtime.compile(decode, [latent], "decode");
    pictures.push(await compiled.run(latent));
  }
  return inOneBatch(pictures);
}
