import { type Generator, gridOf } from "../../generators/generator.ts";
import { longerSide } from "../../generators/size.ts";
import { relativePeak } from "../confidence/relative_peak.ts";
import { type TrackingMethod } from "../method.ts";
import { pulledToTheEnd } from "../motion/arrival.ts";
import { discPatch } from "../patches/disc_patch.ts";
import { currentFeature } from "../supervision/current_feature.ts";
import { nearestFeature } from "../tracking/nearest_feature.ts";
import { refuseOthers, SEARCH_OPTIONS } from "./common.ts";
import { type MethodOptions } from "./options.ts";
import { type TrackingNumbers, trackingNumbers } from "./tracking_numbers.ts";

/**
 * The numbers that DragGAN and StableDrag share, from the options or by default: radii of 3 and 12 at 512 pixels
 * (DragGAN), scaled by the longer side and at least 2 and 6 (our choice).
 *
 * @throws {InputError} when the generator has no such feature block or latent space, or a radius exceeds the grid.
 */
export function dragganNumbers(generator: Generator, options: MethodOptions): TrackingNumbers {
  const side = longerSide(gridOf(generator));
  return trackingNumbers(generator, options, {
    lambdaMask: 20,
    maskMean: "pixels",
    patch: discPatch,
    r1: Math.max(2, Math.round((3 * side) / 512)),
    r2: Math.max(6, Math.round((12 * side) / 512)),
    tracksFirst: true,
    arrival: pulledToTheEnd,
    stopDistance: Math.max(2, (2 * side) / 512),
  });
}

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
    ...dragganNumbers(generator, options),
  };
}
