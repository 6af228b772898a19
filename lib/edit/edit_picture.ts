import { type DiffusionModel } from "../generators/diffusion/folder.ts";
import { type Tensor } from "../tensor.ts";
import { type FinishOptions, finishPicture } from "./finish_picture.ts";
import {
  type InvertedPicture,
  type InvertOptions,
  invertPicture,
  type SourcePicture,
} from "./invert_picture.ts";

/** Drags the latent of an inverted picture, and returns the dragged one [1, C, h, w]. */
export type DragLatent = (picture: InvertedPicture) => Promise<Tensor>;

/**
 * Edits a real picture: {@linkcode invertPicture}, the drag, {@linkcode finishPicture}.
 *
 * @returns [1, 3, H, W], nominally in [−1, 1], unclamped.
 * @throws {InputError} when picture, text, LoRA, numbers or the dragged latent do not fit the model.
 */
export async function editPicture(
  model: DiffusionModel,
  picture: SourcePicture,
  drag: DragLatent,
  options: InvertOptions & FinishOptions,
): Promise<Tensor> {
  const inverted = await invertPicture(model, picture, options);
  return await finishPicture(model, inverted, await drag(inverted), options);
}
