import { InputError } from "../../errors.ts";
import { finiteLatent, type LatentMaker, seededZ } from "../latents.ts";

/** Latents of a ProGAN, which are z [N, size] themselves: it has no mapping, no truncation and no classes. */
export const proganLatents = (size: number): LatentMaker => (_runtime, source, label) => {
  if (label !== undefined) {
    throw new InputError(`Expected no class, as the model is not conditional, but found ${label}.`);
  }
  if ("seed" in source) return Promise.resolve(seededZ(source.seed, size));
  const { array, kind = "z" } = source;
  if (kind !== "z" || array.shape.at(-1) !== size || array.shape.length > 2) {
    throw new InputError(
      `Expected a latent z [${size}], with or without a batch axis, but found ${kind} [${
        array.shape.join(", ")
      }].`,
    );
  }
  return Promise.resolve(finiteLatent(array, [array.shape.length === 1 ? 1 : array.shape[0]!, size]));
};
