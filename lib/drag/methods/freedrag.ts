import { InputError } from "../../errors.ts";
import { type Generator } from "../../generators/generator.ts";
import { type TracklessMethod } from "../method.ts";
import { submotions } from "../motion/submotions.ts";
import { FILTER_OPTIONS, radiusWithin, refuseOptions, sharedNumbers } from "./common.ts";
import { type MethodOptions } from "./options.ts";

/** What only freedrag uses. */
export const SUBMOTION_OPTIONS = [
  "maxDistance",
  "stepsPerSubmotion",
  "featureSize",
  "patchRadius",
] as const satisfies (keyof MethodOptions)[];

/** What only methods with a tracker use, or is said by featureSize. */
const TRACKING_OPTIONS = ["r1", "r2", "trackNorm", ...FILTER_OPTIONS, "featureBlock"] as const;

/** The block whose map has a size. */
function blockOf({ blocks, featureBlock }: Generator, size: number | undefined): number {
  if (size === undefined) return featureBlock;
  const block = blocks.findIndex(({ resolution }) => resolution === size);
  if (block >= 0) return block;
  const sizes = blocks.map(({ resolution }) => resolution).join(", ");
  throw new InputError(`Expected featureSize to be one of ${sizes} but found ${size}.`);
}

/**
 * FreeDrag as its authors' code has it for GANs: sub-motions towards points of a line search, supervised by an adaptive
 * template, without tracking. Its mask term is a mean over the features that are held still.
 *
 * @throws {InputError} when the generator has no such feature map or latent space, or an option is for others.
 */
export function freedrag(generator: Generator, options: MethodOptions = {}): TracklessMethod {
  refuseOptions("freedrag", options, TRACKING_OPTIONS);
  const featureBlock = blockOf(generator, options.featureSize);
  const size = generator.blocks[featureBlock]!.resolution;
  const { maxDistance = 3 } = options;
  if (maxDistance > size) {
    throw new InputError(
      `Expected maxDistance up to the ${size} pixels of the map but found ${maxDistance}.`,
    );
  }
  const motion = submotions({
    expectedLoss: options.expectedLoss ?? 0.3,
    maxDistance,
    stepsPerSubmotion: options.stepsPerSubmotion ?? 5,
    patchRadius: radiusWithin(generator, "patchRadius", options.patchRadius ?? 3),
    stopDistance: options.stopDistance ?? 1,
  }, size / generator.resolution);
  const defaults = { lambdaMask: 10, maskMean: "still-features", featureBlock } as const;
  return { name: "freedrag", motion, ...sharedNumbers(generator, options, defaults) };
}
