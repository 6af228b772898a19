import { InputError } from "../../errors.ts";
import { type Generator, gridOf } from "../../generators/generator.ts";
import { longerSide } from "../../generators/size.ts";
import { type TracklessMethod } from "../method.ts";
import { submotions } from "../motion/submotions.ts";
import { SUPERVISION_DEFAULTS } from "../supervision/mod.ts";
import { radiusWithin, refuseOthers, sharedNumbers } from "./common.ts";
import { type MethodOptions } from "./options.ts";

/** What freedrag uses, beside what every method does. */
const SUBMOTION_OPTIONS: readonly (keyof MethodOptions)[] = [
  "expectedLoss",
  "maxDistance",
  "stepsPerSubmotion",
  "featureSize",
  "patchRadius",
];

/** The block whose map has a size. */
function blockOf({ blocks, featureBlock }: Generator, size: number | undefined): number {
  if (size === undefined) return featureBlock;
  const block = blocks.findIndex((block) => block.size[0] === size);
  if (block >= 0) return block;
  const sizes = blocks.map(({ size: [height] }) => height).join(", ");
  throw new InputError(`Expected featureSize to be one of ${sizes} but found ${size}.`);
}

/**
 * FreeDrag as its authors' code has it for GANs: sub-motions towards points of a line search, supervised by an adaptive
 * template, without tracking. Its mask term is a mean over the features that are held still.
 *
 * @throws {InputError} when the generator has no such feature map or latent space, or an option is for others.
 */
export function freedrag(generator: Generator, options: MethodOptions = {}): TracklessMethod {
  refuseOthers("freedrag", options, SUBMOTION_OPTIONS);
  const featureBlock = blockOf(generator, options.featureSize);
  const { size } = generator.blocks[featureBlock]!;
  const { maxDistance = 3 } = options;
  if (maxDistance > longerSide(size)) {
    throw new InputError(
      `Expected maxDistance up to the ${longerSide(size)} pixels of the map but found ${maxDistance}.`,
    );
  }
  const perPixel = size[0] / gridOf(generator)[0];
  const patchRadius = radiusWithin(generator, "patchRadius", options.patchRadius ?? 3);
  const offsets = [-1, 0, 1].map((i) => i * patchRadius * perPixel);
  const numbers = {
    expectedLoss: options.expectedLoss ?? SUPERVISION_DEFAULTS.expectedLoss,
    maxDistance,
    stepsPerSubmotion: options.stepsPerSubmotion ?? 5,
    patchRadius,
    stopDistance: options.stopDistance ?? 1,
  };
  const style = { samples: { of: "map", offsets }, enough: 0.25, grace: 10 } as const;
  const motion = submotions(numbers, style, perPixel);
  const defaults = { lambdaMask: 10, maskMean: "still-features", featureBlock } as const;
  return { name: "freedrag", motion, ...sharedNumbers(generator, options, defaults) };
}
