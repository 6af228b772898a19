import { type DiffusionSize } from "./diffusion_recipes.ts";

/** A whole edit of a picture with a diffusion model of random weights, as `deno task drag` makes it. */
export interface PhotographCase {
  /** What tables and options call it. */
  readonly name: string;
  /** Tells it from cases of other kinds. */
  readonly model: "photograph";
  /** How large the model is. */
  readonly size: DiffusionSize;
  /** Height and width of the picture in pixels. */
  readonly resolution: number;
  /** Noises and timesteps in the step of the LoRA's training. */
  readonly batch: number;
}

/** What `bench` runs of whole edits: with a LoRA trained on one noise at a time, and on four as DragDiffusion does. */
export const PHOTOGRAPH_CASES: readonly PhotographCase[] = [1, 4].map((batch) => ({
  name: `photograph-sd15-batch-${batch}`,
  model: "photograph",
  size: "sd15",
  resolution: 512,
  batch,
}));
