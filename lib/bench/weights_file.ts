import { join } from "node:path";
import { decodeSafetensors, encodeSafetensors } from "../formats/safetensors.ts";
import { type Generator } from "../generators/generator.ts";
import { openModel } from "../generators/load.ts";
import { type Stylegan2Config, type Stylegan2Weights } from "../generators/stylegan2/config.ts";
import { stylegan2 } from "../generators/stylegan2/generator.ts";
import { randomStylegan2 } from "../generators/stylegan2/random_weights.ts";
import { type GanCase } from "./gan_cases.ts";
import { isThere } from "../hub/is_there.ts";
import { type Tensor } from "../tensor.ts";

/** Key of the metadata of a file of weights that holds the generator's shape as JSON. */
const CONFIG = "config";

const encodeWeights = ({ config, parameters }: Stylegan2Weights<Tensor>): Uint8Array =>
  encodeSafetensors(parameters, new Map([[CONFIG, JSON.stringify(config)]]));

function decodeWeights(bytes: Uint8Array): Stylegan2Weights {
  const { tensors, metadata } = decodeSafetensors(bytes);
  return { config: JSON.parse(metadata.get(CONFIG)!) as Stylegan2Config, parameters: tensors };
}

/**
 * Writes the random weights of a case into a folder, unless they are there: random numbers take seconds, and all
 * processes of a benchmark, other people's programs too, read the same ones.
 *
 * @returns the path of a safetensors file with the weights by their state-dict names; `undefined` for the embedded model.
 */
export async function writeWeights(benchCase: GanCase, folder: string): Promise<string | undefined> {
  const { model, resolution, channelBase } = benchCase;
  if (model !== "stylegan2" || channelBase === undefined) return undefined;
  const path = join(folder, `stylegan2-${resolution}-${channelBase}.safetensors`);
  if (!await isThere(path)) {
    await Deno.writeFile(path, encodeWeights(randomStylegan2({ resolution, channelBase })));
  }
  return path;
}

/** The generator of a case: the embedded one, or that of a file by {@linkcode writeWeights}. */
export async function openGenerator(weights: string | undefined): Promise<Generator> {
  if (weights === undefined) return (await openModel()).generator;
  return stylegan2(decodeWeights(await Deno.readFile(weights)));
}
