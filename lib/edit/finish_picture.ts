import { InputError } from "../errors.ts";
import { type DiffusionModel } from "../generators/diffusion/folder.ts";
import { type MutualControl } from "../generators/diffusion/mutual_attention.ts";
import { inOneBatch } from "../in_one_batch.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { float32, type Tensor } from "../tensor.ts";
import { type NoisyPicture, stepsTo } from "./noisy_picture.ts";
import { runStage, type StageOptions } from "./stage.ts";
import { decodeStage } from "./vae_stages.ts";
import { walkStage } from "./walk_stage.ts";

/** Options of {@linkcode finishPicture}. */
export interface FinishOptions extends StageOptions {
  /** Where it is computed; the caller disposes it. */
  readonly runtime: Runtime;
  /** Mutual self-attention control by the picture's own latent (default DragDiffusion's); `false` for none. */
  readonly mutual?: MutualControl | false;
}

/** Two clean latents. */
export interface DenoisedPair {
  /** That of the undragged picture, [1, C, h, w]. */
  readonly source: Tensor;
  /** That of the dragged one, [1, C, h, w]. */
  readonly edited: Tensor;
}

/**
 * A dragged latent denoised beside the undragged one, whose keys and values it shares. The pair is
 * kept where `options.cache` names a folder.
 *
 * @param dragged [1, C, h, w], at the noise level of `picture.inverted`.
 * @throws {InputError} when the latent does not fit.
 */
export async function denoisedPair(
  { denoiser, prompt, inverted, timestep, steps }: NoisyPicture,
  dragged: Tensor,
  options: FinishOptions,
): Promise<DenoisedPair> {
  if (`${dragged.shape}` !== `${inverted.shape}`) {
    throw new InputError(
      `Expected a dragged latent [${inverted.shape.join(", ")}] but found [${dragged.shape.join(", ")}].`,
    );
  }
  const { runtime, mutual = {} } = options;
  const pair = inOneBatch([inverted, dragged]);
  const denoising = denoiser.schedule.denoising(steps).slice(-stepsTo(denoiser.schedule, steps, timestep));
  const control = mutual ? { mutual } : {};
  const walk = await walkStage("denoised", denoiser, pair, denoising, { runtime, prompt, ...control });
  const { data } = await runStage(walk, options);
  const [source, edited] = [0, 1].map((i) =>
    float32(
      inverted.shape,
      (data as Float32Array).slice(i * dragged.data.length, (i + 1) * dragged.data.length),
    )
  ) as [Tensor, Tensor];
  return { source, edited };
}

/**
 * The picture of a dragged latent: {@linkcode denoisedPair}, decoded. Both are kept where `options.cache` names a
 * folder.
 *
 * @param dragged [1, C, h, w], at the noise level of `picture.inverted`.
 * @returns [1, 3, H, W], nominally in [−1, 1], unclamped.
 * @throws {InputError} when the latent does not fit.
 */
export async function finishPicture(
  model: DiffusionModel,
  picture: NoisyPicture,
  dragged: Tensor,
  options: FinishOptions,
): Promise<Tensor> {
  const { edited } = await denoisedPair(picture, dragged, options);
  return await runStage(await decodeStage(model, options.runtime, edited), options);
}
