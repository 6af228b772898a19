import { type Generator } from "../../generators/generator.ts";
import { type TracklessMethod } from "../method.ts";
import { submotions } from "../motion/submotions.ts";
import { radiusWithin, sharedNumbers } from "./common.ts";
import { checkDiffusion, wholeRadius } from "./diffusion_numbers.ts";
import { type MethodOptions } from "./options.ts";
import { featureBlockOf } from "./tracking_numbers.ts";

/** What freedrag-diff uses, beside what every method does. */
const OPTIONS: readonly (keyof MethodOptions)[] = [
  "expectedLoss",
  "maxDistance",
  "stepsPerSubmotion",
  "patchRadius",
  "featureBlock",
];

/**
 * FreeDrag as its authors' code has it for diffusion models: the sub-motions of {@linkcode freedrag}, on features that
 * are resized to the grid, with dense patches of 9 × 9 and without the rule that makes sub-motions short in the end.
 * Its mask term is the mean change of the latent one denoising step on. Source: LPengYang/FreeDrag,
 * `FreeDrag--diffusion--version` (paper: arXiv 2307.04684).
 *
 * @throws {InputError} when the generator is no diffusion model, has no such feature block or latent space, or an option
 * is for others.
 */
export function freedragDiff(generator: Generator, options: MethodOptions = {}): TracklessMethod {
  checkDiffusion("freedrag-diff", generator, options, OPTIONS);
  const patchRadius = wholeRadius("patchRadius", options.patchRadius ?? 4);
  const numbers = {
    expectedLoss: options.expectedLoss ?? 1,
    maxDistance: radiusWithin(generator, "maxDistance", options.maxDistance ?? 5),
    stepsPerSubmotion: options.stepsPerSubmotion ?? 5,
    patchRadius: radiusWithin(generator, "patchRadius", patchRadius),
    stopDistance: options.stopDistance ?? 2,
  };
  const offsets = Array.from({ length: 2 * patchRadius + 1 }, (_, i) => i - patchRadius);
  const style = { samples: { of: "grid", offsets }, enough: 0.5, grace: Infinity } as const;
  const defaults = {
    lambdaMask: 10,
    maskMean: "denoised",
    featureBlock: featureBlockOf(generator, options),
  } as const;
  return {
    name: "freedrag-diff",
    motion: submotions(numbers, style, 1),
    ...sharedNumbers(generator, options, defaults),
  };
}
