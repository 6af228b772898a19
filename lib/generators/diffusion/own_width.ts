import { type DiffusionModel } from "./folder.ts";
import { vaeStride } from "./vae.ts";

/** Pixels of a row that pictures are worked on at, at most (DragDiffusion: what Stable Diffusion 1 was trained for). */
export const MOST_WIDTH = 512;

/** Width of the pictures that a model was trained with, in pixels, and no more than {@linkcode MOST_WIDTH}. */
export const ownWidth = ({ unet, vae }: Pick<DiffusionModel, "unet" | "vae">): number =>
  Math.min(MOST_WIDTH, unet.config.latentWidth * vaeStride(vae.config));
