import { type Generator } from "../../generators/generator.ts";
import { relativePeak } from "../confidence/relative_peak.ts";
import { type TrackingMethod } from "../method.ts";
import { currentFeature } from "../supervision/current_feature.ts";
import { nearestFeature } from "../tracking/nearest_feature.ts";
import { commonNumbers, refuseOthers, SEARCH_OPTIONS } from "./common.ts";
import { type MethodOptions } from "./options.ts";

/**
 * DragGAN as its authors' code has it: nearest feature by Euclidean distance, supervision by the current feature.
 *
 * @throws {InputError} when the generator has no such feature block or latent space, or an option is for others.
 */
export function draggan(generator: Generator, options: MethodOptions = {}): TrackingMethod {
  refuseOthers("draggan", options, [...SEARCH_OPTIONS, "trackNorm"]);
  return {
    name: "draggan",
    tracker: nearestFeature(options.trackNorm ?? "l2"),
    confidence: relativePeak,
    supervision: currentFeature,
    ...commonNumbers(generator, options),
  };
}
