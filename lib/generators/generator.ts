import { type Symbolic } from "../onnx/symbolic.ts";
import { type Tensor } from "../tensor.ts";
import { type Size } from "./size.ts";
import { type WindowedBlock } from "./windows/windowed_block.ts";

/** The feature map after one block of a generator. */
export interface Block {
  /** Height and width of the map, in its own pixels. */
  readonly size: Size;
  /** Length of its feature vectors. */
  readonly channels: number;
}

/** What a drag optimises, and how the generator's latent is made from it. */
export interface LatentSpace {
  /** Learning rate with which drags stay on the pictures the generator was trained for. */
  readonly learningRate: number;
  /**
   * The optimised variable for a latent, in a shape of the space's own. Throws an `InputError` where there is none: a W+
   * latent whose rows differ has no w.
   */
  readonly variableOf: (latent: Tensor) => Tensor;
  /** The latent for a variable; `start` is the latent before the drag, in its full space. */
  readonly latentOf: (variable: Symbolic, start: Symbolic) => Symbolic;
  /** Brings a variable back to where the generator was trained, after each update. */
  readonly project: (variable: Tensor) => Tensor;
}

/** What a diffusion model knows of a noisy latent. */
export interface Denoised {
  /** The map of a block, [N, C, h, w]. */
  readonly features: Symbolic;
  /** The latent after one denoising step. */
  readonly denoised: Symbolic;
}

/** A picture generator as tensor functions of its latent. Batch size N is that of the latent. */
export interface Generator {
  /** What it is called in records. */
  readonly name: string;
  /** Shape of one latent, with a leading 1: `[1, num_ws, w_dim]` or `[1, z_dim]`. */
  readonly latentShape: readonly number[];
  /** Height and width of the picture in pixels. */
  readonly size: Size;
  /** Height and width of the grid that methods work on, where it is not the picture's own but coarser. */
  readonly grid?: Size;
  /** Its feature maps, from the coarsest. */
  readonly blocks: readonly Block[];
  /** Index of the block that drags look at unless told otherwise. */
  readonly featureBlock: number;
  /** The latent spaces that can be optimised, by name; the first is the default. */
  readonly spaces: Readonly<Record<string, LatentSpace>>;
  /** Map of a block, counted from 0, the coarsest: [N, C, h, w]. */
  readonly features: (latent: Symbolic, block: number) => Symbolic;
  /**
   * The map of a block, and from the same pass the latent one denoising step on, of the latent's shape: what diffusion
   * methods hold still outside of a mask. Absent where the generator is no diffusion model.
   */
  readonly denoise?: (latent: Symbolic, block: number) => Denoised;
  /**
   * The maps that the map of a block is made from, one by one and the block's own last, so that drags can compute the later
   * ones inside of windows only; where there are none, drags compute whole maps.
   */
  readonly windows?: (block: number) => readonly WindowedBlock[];
  /** Picture [N, 3, H, W], RGB, nominally in [−1, 1], unclamped. */
  readonly image: (latent: Symbolic) => Symbolic;
}

/** The grid that methods work on: the picture's own pixels, or a coarser one. */
export const gridOf = ({ grid, size }: Pick<Generator, "grid" | "size">): Size => grid ?? size;
