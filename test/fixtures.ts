import { decodeNpy } from "../lib/formats/npy.ts";
import { readStyleganPickle } from "../lib/formats/stylegan.ts";
import { type Stylegan2Weights } from "../lib/generators/stylegan2/config.ts";
import { fromNetwork } from "../lib/generators/stylegan2/from_network.ts";
import { float32, type Tensor } from "../lib/tensor.ts";

const at = (path: string): URL => new URL(`./fixtures/${path}`, import.meta.url);

/** The bytes of a fixture. */
export const fixtureBytes = (path: string): Uint8Array => Deno.readFileSync(at(path));

/** A fixture as JSON; the caller says what is in it. */
export const fixtureJson = <T>(path: string): T => JSON.parse(Deno.readTextFileSync(at(path))) as T;

/** A fixture array. */
export const fixtureArray = (path: string): Tensor => decodeNpy(fixtureBytes(`${path}.npy`));

/** The names of a fixture folder's files. */
export const fixtureNames = (folder: string): string[] =>
  [...Deno.readDirSync(at(folder))].map((e) => e.name).sort();

/** A fixture's StyleGAN2. */
export const fixtureModel = (name: string): Stylegan2Weights =>
  fromNetwork(readStyleganPickle(fixtureBytes(`${name}/model.pkl`)));

/** The first `count` entries along axis 0 from `start`. */
export function rows(t: Tensor, start: number, count = 1): Tensor<"float32"> {
  const size = t.data.length / t.shape[0]!;
  return float32(
    [count, ...t.shape.slice(1)],
    (t.data as Float32Array).slice(start * size, (start + count) * size),
  );
}
