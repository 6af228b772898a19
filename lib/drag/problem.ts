import { InputError } from "../errors.ts";
import { type Generator } from "../generators/generator.ts";
import { float32, type Tensor } from "../tensor.ts";
import { checkMaskSize } from "./mask.ts";
import { type Method } from "./method.ts";
import { checkPoints, type PointPair } from "./points.ts";

/** What is to be dragged. */
export interface DragProblem {
  /** The latent of the picture, in the generator's full space: of its `latentShape`, such as [1, num_ws, w_dim], finite. */
  readonly latent: Tensor;
  /** Handles and their targets, at least one pair, all inside of the picture. */
  readonly points: readonly PointPair[];
  /** 1 (white) where the picture may move, 0 where it must not: [H, W]. Default: everything may. */
  readonly mask?: Tensor;
  /** Number of optimiser updates at most, a whole number from 0. */
  readonly steps: number;
}

/**
 * Checks that a problem fits a generator, and the latent space of a method where one is given.
 *
 * @throws {InputError} when its latent, points, mask or steps do not.
 */
export function checkProblem(
  generator: Generator,
  problem: DragProblem,
  method?: Pick<Method, "latentSpace">,
): void {
  const { latent, mask, points, steps } = problem;
  if (!Number.isInteger(steps) || steps < 0) {
    throw new InputError(`Expected steps of a drag as a whole number from 0 but found ${steps}.`);
  }
  checkPoints(points, generator.size);
  if (String(latent.shape) !== String(generator.latentShape)) {
    throw new InputError(`Expected a latent [${generator.latentShape}] but found [${latent.shape}].`);
  }
  if (latent.dtype !== "float32") {
    throw new InputError(`Expected a latent in float32 but found ${latent.dtype}.`);
  }
  if (!(latent.data as Float32Array).every(Number.isFinite)) {
    throw new InputError("Expected a latent of finite numbers but found NaN or infinity in it.");
  }
  if (method) generator.spaces[method.latentSpace]!.variableOf(latent);
  if (mask) checkMaskSize(mask, generator.size);
}

/** Where the picture must not change; absent where the mask frees all of it, or none (DragGAN ignores such masks). */
export function fixedOf(mask: Tensor | undefined): Tensor<"float32"> | undefined {
  if (!mask) return undefined;
  const fixed = Float32Array.from(mask.data as ArrayLike<number>, (v) => (v > 0 ? 0 : 1));
  return fixed.includes(1) && fixed.includes(0) ? float32(mask.shape, fixed) : undefined;
}
