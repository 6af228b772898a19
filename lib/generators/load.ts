import { inFile, InputError } from "../errors.ts";
import { readStyleganPickle } from "../formats/stylegan.ts";
import { FACES, loadFaces } from "../hub/faces.ts";
import { readInputFile } from "../hub/read_file.ts";
import { sha256 } from "../hub/sha256.ts";
import { DEFAULT_MODEL, modelSource } from "./family.ts";
import { type DiffusionOptions, openDiffusion } from "./diffusion/model.ts";
import { type Generator } from "./generator.ts";
import { type LatentMaker } from "./latents.ts";
import { type Gan } from "./gan.ts";
import { openInvertedGan } from "./inverted_gan.ts";
import { proganGan } from "./progan/gan.ts";
import { convertProgan } from "./progan/weights.ts";
import { fromNetwork } from "./stylegan2/from_network.ts";
import { stylegan2Gan } from "./stylegan2/gan.ts";

/** A generator with the weights that a user named. */
export interface Model {
  /** The generator itself. */
  readonly generator: Generator;
  /**
   * How its latents are made from seeds and files. A diffusion model's of a seed is noise of the highest level, not a
   * latent at the generator's `timestep`: `generateLatent` denoises such noise down to there.
   */
  readonly latents: LatentMaker;
  /** SHA-256 of the weights. */
  readonly sha256: string;
  /** What the user should know, in sentences, such as what of a prompt is left out; absent where there is nothing. */
  readonly warnings?: readonly string[];
}

/** Options of {@linkcode openModel}. */
export interface ModelOptions {
  /** Noise of the layers (default "const", the trained maps). A ProGAN has none, and refuses "none". */
  readonly noise?: "const" | "none";
  /** Rows of StyleGAN2's ws that a drag may change, from 1 to num_ws (default 6). A ProGAN refuses it. */
  readonly trainableRows?: number;
  /** How a diffusion model is opened. */
  readonly diffusion?: DiffusionOptions;
}

async function openFaces({ noise, trainableRows }: ModelOptions): Promise<Gan> {
  if (trainableRows !== undefined) {
    throw new InputError(`Expected trainableRows for a StyleGAN2 but found the model "${DEFAULT_MODEL}".`);
  }
  if (noise === "none") {
    throw new InputError(
      `Expected the noise "none" for a StyleGAN2 but found the model "${DEFAULT_MODEL}", which has no noise.`,
    );
  }
  return proganGan(await loadFaces(convertProgan), FACES.converted);
}

async function openStylegan2(source: string, options: ModelOptions): Promise<Gan> {
  const bytes = await readInputFile(
    source,
    `"${DEFAULT_MODEL}", a StyleGAN2 .pkl or a diffusers folder as model`,
  );
  const weights = inFile(source, () => fromNetwork(readStyleganPickle(bytes)));
  if (weights.config.imageChannels !== 3) {
    throw new InputError(
      `${source}: Expected a model of colour pictures but found ${weights.config.imageChannels} channels.`,
    );
  }
  return stylegan2Gan(weights, await sha256(bytes), options);
}

async function openGanFrom(
  source: string,
  options: ModelOptions,
  opening?: ReadonlySet<string>,
): Promise<Gan> {
  if (source === DEFAULT_MODEL) return await openFaces(options);
  const { family, latent } = await modelSource(source);
  if (family === "diffusion") {
    throw new InputError(
      `Expected "${DEFAULT_MODEL}", a StyleGAN2 .pkl or the folder of an inverted picture but found ${source}, which is ` +
        "none or a diffusion model.",
    );
  }
  if (latent === undefined) return await openStylegan2(source, options);
  return await openInvertedGan(source, (model, folders) => openGanFrom(model, options, folders), opening);
}

/**
 * Opens a GAN with its weights at hand: `"faces"`, the path of an official StyleGAN2 `.pkl`, or the folder of an inverted
 * picture. Files are read as data: nothing in them is run.
 *
 * @throws {InputError} when it is none of them, or broken.
 */
export const openGan = (source: string, options: ModelOptions = {}): Promise<Gan> =>
  openGanFrom(source, options);

/**
 * Opens a model: `"faces"`, the embedded ProGAN of 128 × 128 faces, the path of an official StyleGAN2 `.pkl`, the folder
 * of an inverted picture, or a diffusion model of the Stable Diffusion 1 and 2 family: `"faces-diffusion"` (embedded,
 * small), a folder as diffusers lays it out, or its name in Hugging Face's cache. Files are read as data: nothing in them
 * is run.
 *
 * @throws {InputError} when it is none of them, or broken.
 */
export async function openModel(source: string = DEFAULT_MODEL, options: ModelOptions = {}): Promise<Model> {
  const named = await modelSource(source);
  if (named.family === "diffusion") return await openDiffusion(named.source, options.diffusion);
  const { generator, weights, latents, sha256 } = await openGan(source, options);
  return { generator: generator(weights), latents, sha256 };
}
