import { InputError } from "../../errors.ts";
import { finiteLatent, inSource, type LatentMaker, seededNoise } from "../latents.ts";
import { type Tensor } from "../../tensor.ts";

/**
 * Latents [N, C, h, w] of a diffusion model from an array, with or without the axis that counts them; h and w are free.
 *
 * @throws {InputError} when it has other channels or axes, or its numbers are not finite or no floating-point numbers.
 */
export function noisyLatents(array: Tensor, channels: number): Tensor<"float32"> {
  const shape = array.shape.length === 3 ? [1, ...array.shape] : array.shape;
  if (shape.length === 4 && shape[1] === channels) return finiteLatent(array, shape);
  throw new InputError(
    `Expected a latent [${channels}, h, w] or [N, ${channels}, h, w] but found [${array.shape.join(", ")}].`,
  );
}

/** Latents [N, C, h, w] of an array, all but N as in a shape. */
function latentsOf([, ...shape]: readonly number[], array: Tensor): Tensor<"float32"> {
  const latents = noisyLatents(array, shape[0]!);
  if (`${latents.shape.slice(1)}` === `${shape}`) return latents;
  throw new InputError(`Expected a latent [N, ${shape.join(", ")}] but found [${latents.shape.join(", ")}].`);
}

/**
 * Makes latents of the shape [1, C, h, w]: noise of a seed, or what a file holds. There are no classes.
 *
 * The noise is N(0, 1), which is a latent of the highest noise level, while generators take latents at their `timestep`:
 * `generateLatent` denoises a seed's noise down to there.
 */
export const diffusionLatents = (shape: readonly number[]): LatentMaker => (_, source, label) => {
  if (label !== undefined) throw new InputError("Expected no class for a diffusion model but found one.");
  if ("seed" in source) return Promise.resolve(seededNoise(source.seed, shape));
  return Promise.resolve(inSource(source, () => latentsOf(shape, source.array)));
};
