import { type Tensor } from "../tensor.ts";
import { type Generator } from "./generator.ts";
import { type LatentMaker } from "./latents.ts";
import { type Weights } from "./weight.ts";

/** A GAN with its weights at hand, so that they can be replaced: by others, or by variables that are optimised. */
export interface Gan {
  /** What it is. */
  readonly family: "progan" | "stylegan2";
  /** Length of z. */
  readonly latentSize: number;
  /** Its weights by name. */
  readonly weights: ReadonlyMap<string, Tensor>;
  /** The generator that it is with some weights in place of its own: all of its names, of its own shapes. */
  readonly generator: (weights: Weights) => Generator;
  /** How its latents are made from seeds and files. */
  readonly latents: LatentMaker;
  /** Names of the weights that the picture of a latent depends on and that trainings change, noise maps not among them. */
  readonly tunable: readonly string[];
  /** Names of its noise maps [H, W]; a ProGAN has none. */
  readonly noiseMaps: readonly string[];
  /** SHA-256 of the weights. */
  readonly sha256: string;
  /** The folders of the inversions that it was opened from, the last one first; absent for a generator as it was trained. */
  readonly inversions?: readonly string[];
}
