import { type Tensor } from "../../tensor.ts";
import { type Gan } from "../gan.ts";
import { type Stylegan2Weights } from "./config.ts";
import { stylegan2, type Stylegan2Options } from "./generator.ts";
import { stylegan2Latents } from "./latents.ts";

/** Ends of names of what is part of the synthesis but no training changes. */
const [NOISE, FILTER] = [".noise_const", ".resample_filter"];

/**
 * A StyleGAN2 with its weights. Mapping and truncation stay as they are.
 *
 * @param sha256 that of the weights.
 */
export function stylegan2Gan(
  weights: Stylegan2Weights<Tensor>,
  sha256: string,
  options: Stylegan2Options = {},
): Gan {
  const { config, parameters } = weights;
  const names = [...parameters.keys()].filter((name) => name.startsWith("synthesis."));
  const isNoisy = (options.noise ?? "const") === "const";
  const isTunable = (name: string): boolean =>
    !name.endsWith(NOISE) && !name.endsWith(FILTER) && (isNoisy || !name.endsWith(".noise_strength"));
  return {
    family: "stylegan2",
    latentSize: config.zDim,
    weights: parameters,
    generator: (own) => stylegan2({ config, parameters: own }, options),
    latents: stylegan2Latents(weights),
    tunable: names.filter(isTunable),
    noiseMaps: isNoisy ? names.filter((name) => name.endsWith(NOISE)) : [],
    sha256,
  };
}
