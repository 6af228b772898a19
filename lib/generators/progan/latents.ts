import { InputError } from "../../errors.ts";
import { type Tensor } from "../../tensor.ts";
import { DEFAULT_PSI, finiteLatent, inSource, type LatentMaker, seededZ } from "../latents.ts";

/** z [N, size] of an array with or without the axis that counts them. */
function read(size: number, array: Tensor, kind: string): Tensor<"float32"> {
  const { shape } = array;
  if (kind !== "z" || shape.at(-1) !== size || shape.length > 2) {
    throw new InputError(
      `Expected a latent z [${size}], with or without a batch axis, but found ${kind} [${shape.join(", ")}].`,
    );
  }
  return finiteLatent(array, [shape.length === 1 ? 1 : shape[0]!, size]);
}

/** z of a seed. Of truncations only the default, as which all seeds are parsed, and none at all are no demand. */
function ofSeed(seed: number, psi: number, size: number): Tensor<"float32"> {
  if (psi === DEFAULT_PSI || psi === 1) return seededZ(seed, size);
  throw new InputError(`Expected no psi, as a ProGAN has no truncation, but found ${psi}.`);
}

/**
 * Latents of a ProGAN, which are z [N, size] themselves: it has no mapping, no truncation and no classes, and refuses a
 * class and a psi that would change something.
 */
export const proganLatents = (size: number): LatentMaker => (_runtime, source, label) => {
  if (label !== undefined) {
    throw new InputError(`Expected no class, as the model is not conditional, but found ${label}.`);
  }
  if ("seed" in source) return Promise.resolve(ofSeed(source.seed, source.psi ?? DEFAULT_PSI, size));
  const { array, kind = "z" } = source;
  return Promise.resolve(inSource(source, () => read(size, array, kind)));
};
