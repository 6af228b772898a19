import { inFile, InputError } from "../errors.ts";
import { readStyleganPickle } from "../formats/stylegan.ts";
import { FACES, loadFaces } from "../hub/faces.ts";
import { readInputFile } from "../hub/read_file.ts";
import { sha256 } from "../hub/sha256.ts";
import { type Generator } from "./generator.ts";
import { type LatentMaker } from "./latents.ts";
import { progan } from "./progan/generator.ts";
import { proganLatents } from "./progan/latents.ts";
import { convertProgan } from "./progan/weights.ts";
import { fromNetwork } from "./stylegan2/from_network.ts";
import { stylegan2 } from "./stylegan2/generator.ts";
import { stylegan2Latents } from "./stylegan2/latents.ts";

/** A generator with the weights that a user named. */
export interface Model {
  /** The generator itself. */
  readonly generator: Generator;
  /** How its latents are made from seeds and files. */
  readonly latents: LatentMaker;
  /** SHA-256 of the file of the weights. */
  readonly sha256: string;
}

/** Options of {@linkcode openModel}. */
export interface ModelOptions {
  /** Noise of the layers (default "const", the trained maps). ProGAN has no noise. */
  readonly noise?: "const" | "none";
  /** Rows of StyleGAN2's ws that a drag may change (default 6). */
  readonly trainableRows?: number;
}

/** The name of the embedded default. */
export const DEFAULT_MODEL = "faces";

/**
 * Opens a model: `"faces"`, the embedded ProGAN of 128 × 128 faces, or the path of an official StyleGAN2 `.pkl`,
 * which is read as data (nothing in it is run).
 *
 * @throws {InputError} when it is neither, or broken.
 */
export async function openModel(source: string = DEFAULT_MODEL, options: ModelOptions = {}): Promise<Model> {
  if (source === DEFAULT_MODEL) {
    if (options.trainableRows) {
      throw new InputError(`Expected trainableRows for a StyleGAN2 but found the model "${DEFAULT_MODEL}".`);
    }
    const generator = progan(await loadFaces(convertProgan));
    return { generator, latents: proganLatents(generator.latentShape[1]!), sha256: FACES.converted };
  }
  const info = await Deno.stat(source).catch(() => undefined);
  if (info?.isDirectory) {
    throw new InputError(
      `Expected "${DEFAULT_MODEL}" or a StyleGAN2 .pkl as model but found the folder ${source}: ` +
        "diffusion models are not supported in this version.",
    );
  }
  const bytes = await readInputFile(source, `"${DEFAULT_MODEL}" or a StyleGAN2 .pkl as model`);
  const weights = inFile(source, () => fromNetwork(readStyleganPickle(bytes)));
  if (weights.config.imageChannels !== 3) {
    throw new InputError(
      `${source}: Expected a model of colour pictures but found ${weights.config.imageChannels} channels.`,
    );
  }
  return {
    generator: stylegan2(weights, options),
    latents: stylegan2Latents(weights),
    sha256: await sha256(bytes),
  };
}
