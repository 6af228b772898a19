/** The files of an inversion's folder that a generator is opened from. */
export const INVERSION_FILES = {
  /** Which generator it was, settings and hashes. Written last: where it is, all is. */
  record: "inversion.json",
  /** The picture's latent. */
  latent: "latent.npy",
  /** The weights that are not the generator's own any more. */
  weights: "weights.safetensors",
} as const;

/** Folder in it of what is computed so far; gone when all is. */
export const STAGES = "stages";
