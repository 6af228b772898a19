import { InputError } from "../../errors.ts";
import { type Generator } from "../../generators/generator.ts";
import { leftAlone } from "../motion/arrival.ts";
import { squarePatch } from "../patches/square_patch.ts";
import { refuseOthers, withoutEffect } from "./common.ts";
import { type MethodOptions } from "./options.ts";
import { type TrackingNumbers, trackingNumbers } from "./tracking_numbers.ts";

/**
 * Refuses generators that are no diffusion models, and options that a method for those has no use for.
 *
 * @param used the options that it uses, beside those that every method does.
 * @throws {InputError} when the generator is none, or another option is given.
 */
export function checkDiffusion(
  method: string,
  generator: Generator,
  options: MethodOptions,
  used: readonly (keyof MethodOptions)[],
): void {
  if (!generator.denoise) {
    throw new InputError(
      `Expected a diffusion model for ${method} but found the generator ${generator.name}.`,
    );
  }
  refuseOthers(method, options, used);
  if (options.trainableRows !== undefined) throw withoutEffect(method, "trainableRows");
}

/**
 * A radius of samples that lie a pixel apart.
 *
 * @throws {InputError} when it is no whole number.
 */
export function wholeRadius(name: string, radius: number): number {
  if (Number.isInteger(radius)) return radius;
  throw new InputError(`Expected ${name} to be a whole number but found ${radius}.`);
}

/**
 * The numbers that DragDiffusion and StableDrag-Diff share, from the options or by default: those of DragDiffusion
 * (Yujun-Shi/DragDiffusion, `drag_ui.py` and `utils/drag_utils.py`), in pixels of a grid of half the picture's size.
 *
 * @throws {InputError} when the generator has no such feature block or latent space, or a radius does not fit the grid.
 */
export function dragdiffusionNumbers(generator: Generator, options: MethodOptions): TrackingNumbers {
  const numbers = trackingNumbers(generator, options, {
    lambdaMask: 0.1,
    maskMean: "denoised-sum",
    patch: squarePatch,
    r1: 1,
    r2: 3,
    tracksFirst: false,
    arrival: leftAlone,
    stopDistance: 2,
  });
  return { ...numbers, r1: wholeRadius("r1", numbers.r1) };
}
