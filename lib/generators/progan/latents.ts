import { InputError } from "../../errors.ts";
import { type Tensor } from "../../tensor.ts";
import { finiteLatent, inSource, type LatentMaker, seededZ } from "../latents.ts";

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

/** Latents of a ProGAN, which are z [N, size] themselves: it has no mapping, no truncation and no classes. */
export const proganLatents = (size: number): LatentMaker => (_runtime, source, label) => {
  if (label !== undefined) {
    throw new InputError(`Expected no class, as the model is not conditional, but found ${label}.`);
  }
  if ("seed" in source) return Promise.resolve(seededZ(source.seed, size));
  const { array, kind = "z" } = source;
  return Promise.resolve(inSource(source, () => read(size, array, kind)));
};
