import { basename, join } from "node:path";
import { jsonIn } from "../../hub/read_json.ts";
import { type Tensor } from "../../tensor.ts";
import { type NetworkKind } from "./network_kinds.ts";
import { constantParameters, type Parameters } from "./parameters.ts";
import { readWeights } from "./weights.ts";

/** One network of a diffusion model. */
export interface Network<C> {
  /** Its shape. */
  readonly config: C;
  /** Its weights as constants. */
  readonly p: Parameters;
  /** The same as tensors, by name. */
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/**
 * Opens the folder of one network of a diffusers folder, and checks all of its weights against the shapes that its
 * config says.
 *
 * @returns the network, and a line with the SHA-256 of each of its files, as `sha256sum` lists them.
 * @throws {InputError} with one sentence on what is missing, broken, or of another family.
 */
export async function openNetwork<C>(
  folder: string,
  kind: NetworkKind<C>,
): Promise<{ network: Network<C>; list: string[] }> {
  const config = await jsonIn(join(folder, "config.json"), kind.parse);
  const { tensors: read, file, hashes } = await readWeights(folder, kind.stem, kind.torch);
  const tensors = kind.rename?.(read) ?? read;
  const p = constantParameters(tensors, file);
  kind.touch(config, p);
  const list = [...hashes].map(([name, hash]) => `${hash}  ${basename(folder)}/${name}\n`);
  return { network: { config, p, tensors }, list };
}
