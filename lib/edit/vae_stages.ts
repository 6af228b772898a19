import { type DiffusionModel } from "../generators/diffusion/folder.ts";
import { vaeDecoder, vaeEncoder } from "../generators/diffusion/vae.ts";
import { div, mul } from "../onnx/ops/mod.ts";
import { type Symbolic } from "../onnx/symbolic.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { type Tensor } from "../tensor.ts";
import { type Stage } from "./stage.ts";
import { tensorHash } from "./stage_file.ts";
import { tensorStage } from "./tensor_stage.ts";

/** Computes `f` of one tensor, in a session that is let go at once: autoencoders need much memory, and only once. */
async function once(
  runtime: Runtime,
  name: string,
  f: (x: Symbolic) => Symbolic,
  x: Tensor,
): Promise<Tensor> {
  await using compiled = await runtime.compile(f, [x], name);
  return await compiled.run(x);
}

/** A picture [1, 3, H, W] in [−1, 1] as the U-Net's latent [1, C, h, w]: the mean of the VAE's distribution, scaled. */
export async function encodeStage(
  model: DiffusionModel,
  runtime: Runtime,
  image: Tensor,
): Promise<Stage<Tensor>> {
  const { config, p } = model.vae;
  const encode = (x: Symbolic): Symbolic => mul(vaeEncoder(config, p)(x).mean, config.scalingFactor);
  const { provider } = runtime;
  const dependsOn = { provider, model: model.sha256, vae: config, image: await tensorHash(image) };
  return tensorStage("latent", dependsOn, () => once(runtime, "encode", encode, image));
}

/** The picture [1, 3, H, W] of a latent, nominally in [−1, 1], unclamped. */
export async function decodeStage(
  model: DiffusionModel,
  runtime: Runtime,
  latent: Tensor,
): Promise<Stage<Tensor>> {
  const { config, p } = model.vae;
  const decode = (z: Symbolic): Symbolic => vaeDecoder(config, p)(div(z, config.scalingFactor));
  const { provider } = runtime;
  const dependsOn = { provider, model: model.sha256, vae: config, latent: await tensorHash(latent) };
  return tensorStage("picture", dependsOn, () => once(runtime, "decode", decode, latent));
}
