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
export const proganGan = (weights: ReadonlyMap<string, Tensor>, sha256: string): Gan => ({
  family: "progan",
  weights,
  generator: (own) => progan(own),
  latents: proganLatents(weightOf(weights, "dense.weight").shape[0]!),
  tunable: [...weights.keys()],
  noiseMaps: [],
  sha256,
});
