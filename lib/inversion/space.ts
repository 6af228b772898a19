import { InputError } from "../errors.ts";
import { type Gan } from "../generators/gan.ts";
import { type Generator } from "../generators/generator.ts";
import { expand, reshape } from "../onnx/ops/mod.ts";
import { type Symbolic } from "../onnx/symbolic.ts";
import { float32 } from "../tensor.ts";
import { type InversionSettings, type SPACES } from "./settings.ts";

/** A latent space that an inversion looks in. */
export interface InversionSpace {
  /** Its name. */
  readonly name: (typeof SPACES)[number];
  /** Shape of its variable. */
  readonly shape: readonly number[];
  /** The latent in the generator's full space. */
  readonly latentOf: (variable: Symbolic) => Symbolic;
  /** Brings a variable back to where the generator was trained, in place. */
  readonly project: (variable: Float32Array) => void;
}

/** The spaces of each family. */
const SPACES_OF: Readonly<Record<Gan["family"], readonly (typeof SPACES)[number][]>> = {
  progan: ["z"],
  stylegan2: ["w", "w+"],
};

/** z on its sphere. A ProGAN has no mapping, and its layers see nothing of z but through the first: there is no z+. */
const sphere = ({ latentShape, spaces }: Generator): Omit<InversionSpace, "name"> => ({
  shape: latentShape,
  latentOf: (z) => z,
  project: (z) => z.set(spaces["z"]!.project(float32(latentShape, z)).data as Float32Array),
});

/** One w for every layer, or a w for each. */
function styles({ latentShape }: Generator, isOne: boolean): Omit<InversionSpace, "name"> {
  const [, , size] = latentShape as [number, number, number];
  const one = (w: Symbolic): Symbolic => expand(reshape(w, [1, 1, size]), latentShape);
  return {
    shape: isOne ? [1, size] : latentShape,
    latentOf: isOne ? one : (ws): Symbolic => ws,
    project: (): void => {},
  };
}

/**
 * The space that settings name.
 *
 * @throws {InputError} when the generator has no such space.
 */
export function inversionSpace(
  { family }: Pick<Gan, "family">,
  generator: Generator,
  { space: name }: Pick<InversionSettings, "space">,
): InversionSpace {
  const known = SPACES_OF[family];
  if (!known.includes(name)) {
    throw new InputError(`Expected a space ${known.join(" or ")} of this generator but found ${name}.`);
  }
  return { name, ...(name === "z" ? sphere(generator) : styles(generator, name === "w")) };
}
