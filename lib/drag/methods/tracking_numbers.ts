import { InputError } from "../../errors.ts";
import { type Generator } from "../../generators/generator.ts";
import { type TrackingMethod } from "../method.ts";
import { radiusWithin, sharedNumbers } from "./common.ts";
import { type MethodOptions } from "./options.ts";

/** The numbers of a method with a tracker. */
export type TrackingNumbers = Omit<TrackingMethod, "name" | "tracker" | "confidence" | "supervision">;

/** Of those numbers, the ones that published methods have values of their own for. */
export type TrackingDefaults = Pick<
  TrackingNumbers,
  "lambdaMask" | "maskMean" | "patch" | "r1" | "r2" | "tracksFirst" | "arrival" | "stopDistance"
>;

/**
 * The block that a method looks at, from the options or the generator's.
 *
 * @throws {InputError} when the generator has no such block.
 */
export function featureBlockOf({ blocks, featureBlock: own }: Generator, options: MethodOptions): number {
  const featureBlock = options.featureBlock ?? own;
  if (featureBlock < blocks.length) return featureBlock;
  throw new InputError(`Expected featureBlock from 0 to ${blocks.length - 1} but found ${featureBlock}.`);
}

/**
 * The numbers of a method with a tracker, from the options or by default.
 *
 * @throws {InputError} when the generator has no such feature block or latent space, or a radius exceeds the grid.
 */
export function trackingNumbers(
  generator: Generator,
  options: MethodOptions,
  { lambdaMask, maskMean, ...defaults }: TrackingDefaults,
): TrackingNumbers {
  const featureBlock = featureBlockOf(generator, options);
  return {
    ...sharedNumbers(generator, options, { lambdaMask, maskMean, featureBlock }),
    ...defaults,
    r1: radiusWithin(generator, "r1", options.r1 ?? defaults.r1),
    r2: radiusWithin(generator, "r2", options.r2 ?? defaults.r2),
    relearnEvery: options.relearnEvery ?? 0,
    stopDistance: options.stopDistance ?? defaults.stopDistance,
  };
}
