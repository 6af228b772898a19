import { InputError } from "../errors.ts";
import { type DiffusionModel } from "../generators/diffusion/folder.ts";
import { type MutualControl } from "../generators/diffusion/mutual_attention.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { float32, type Tensor } from "../tensor.ts";
import { type InvertedPicture, stepsTo } from "./invert_picture.ts";
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

/**
 * The picture of a dragged latent: denoised beside the undragged one, whose keys and values it shares, and decoded.
 * Both are kept in the cache.
 *
 * @param dragged [1, C, h, w], at the noise level of `picture.inverted`.
 * @returns [1, 3, H, W], nominally in [−1, 1], unclamped.
 * @throws {InputError} when the latent does not fit.
 */
export async function finishPicture(
  model: DiffusionModel,
  { denoiser, prompt, inverted, timestep, steps }: InvertedPicture,
  dragged: Tensor,
  options: FinishOptions,
): Promise<Tensor> {
  if (`${dragged.shape}` !== `${inverted.shape}`) {
    throw new InputError(
      `Expected a dragged latent [${inverted.shape.join(", ")}] but found [${dragged.shape.join(", ")}].`,
    );
  }
  const { runtime, mutual = {} } = options;
  const shape = [2, ...inverted.shape.slice(1)];
  const pair = float32(shape, [inverted, dragged].flatMap(({ data }) => [...data as Float32Array]));
  const denoising = denoiser.schedule.denoising(steps).slice(-stepsTo(denoiser.schedule, steps, timestep));
  const walk = mutual
    ? await walkStage("denoised", denoiser, pair, denoising, { runtime, prompt, mutual })
    : await walkStage("denoised", denoiser, dragged, denoising, { runtime, prompt });
  const { data } = await runStage(walk, options);
  const edited = float32(inverted.shape, (data as Float32Array).slice(-inverted.data.length));
  return await runStage(await decodeStage(model, runtime, edited), options);
}
