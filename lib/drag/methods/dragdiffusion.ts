import { type Generator } from "../../generators/generator.ts";
import { relativePeak } from "../confidence/relative_peak.ts";
import { type TrackingMethod } from "../method.ts";
import { currentFeature } from "../supervision/current_feature.ts";
import { nearestFeature } from "../tracking/nearest_feature.ts";
import { SEARCH_OPTIONS } from "./common.ts";
import { checkDiffusion, dragdiffusionNumbers } from "./diffusion_numbers.ts";
import { type MethodOptions } from "./options.ts";

/**
 * DragDiffusion (arXiv 2306.14435) as its authors' code has it: nearest feature by the sum of absolute differences, from
 * the second step on; supervision of a square by the current feature; outside of a mask the latent one denoising step
 * on is held still.
 *
 * @throws {InputError} when the generator is no diffusion model, has no such feature block or latent space, or an option
 * is for others.
 */
export function dragdiffusion(generator: Generator, options: MethodOptions = {}): TrackingMethod {
  checkDiffusion("dragdiffusion", generator, options, [...SEARCH_OPTIONS, "trackNorm"]);
  return {
    name: "dragdiffusion",
    tracker: nearestFeature(options.trackNorm ?? "l1"),
    confidence: relativePeak,
    supervision: currentFeature,
    ...dragdiffusionNumbers(generator, options),
  };
}
