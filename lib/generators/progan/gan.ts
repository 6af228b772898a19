import { type Tensor } from "../../tensor.ts";
import { type Gan } from "../gan.ts";
import { weightOf } from "./blocks.ts";
import { progan } from "./generator.ts";
import { proganLatents } from "./latents.ts";

/**
 * A ProGAN with its weights.
 *
 * @param sha256 that of the weights.
 * @throws {InputError} when a weight is missing.
 */
export function proganGan(weights: ReadonlyMap<string, Tensor>, sha256: string): Gan {
  const latentSize = weightOf(weights, "dense.weight").shape[0]!;
  return {
    family: "progan",
    latentSize,
    weights,
    generator: (own) => progan(own),
    latents: proganLatents(latentSize),
    tunable: [...weights.keys()],
    noiseMaps: [],
    sha256,
  };
}
