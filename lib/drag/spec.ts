import { z } from "zod";
import { InputError } from "../errors.ts";
import { type ModelFamily } from "../generators/family.ts";
import { checkSchema } from "../schema.ts";
import { DIFFUSION_FIELDS, DIFFUSION_SCHEMA, type DiffusionSpec } from "./spec/diffusion_spec.ts";
import { GAN_FIELDS, type GanSpec } from "./spec/gan_spec.ts";

/** What `deno task drag` is told, one drag, with its defaults filled in. */
export type Spec = GanSpec | DiffusionSpec;

/** A SPEC as it is written in a file: JSON in which defaults may be missing. */
export type SpecInput = Readonly<Record<string, unknown>>;

/** The SPEC of a drag with a model of a family. */
export type SpecOf<F extends ModelFamily> = Extract<Spec, { readonly family: F }>;

const FIELDS = { gan: GAN_FIELDS, diffusion: DIFFUSION_FIELDS };

/** A SPEC's file may leave out the latent, as an inverted picture has its own. */
const FILE_OF_GAN = z.strictObject({ ...FIELDS.gan, latent: FIELDS.gan.latent.optional() });

/** The JSON schema of a SPEC, for editors and other programs: one for GANs, one for diffusion models. */
export const specSchema = (): unknown =>
  z.toJSONSchema(z.union([FILE_OF_GAN, z.strictObject(FIELDS.diffusion)]), { io: "input" });

/** Refuses fields of the other family by name. */
function refuseForeign(input: unknown, family: ModelFamily): void {
  const other = family === "gan" ? "diffusion" : "gan";
  const keys = typeof input === "object" && input !== null ? Object.keys(input) : [];
  const foreign = keys.find((key) =>
    Object.hasOwn(FIELDS[other], key) && !Object.hasOwn(FIELDS[family], key)
  );
  if (foreign === undefined) return;
  const [whose, found] = family === "gan" ? ["diffusion models", "a GAN"] : ["GANs", "a diffusion model"];
  throw new InputError(`Expected no field "${foreign}", which is for ${whose}, but found it with ${found}.`);
}

/**
 * Checks what a SPEC file holds.
 *
 * @param input what it says; of an inverted picture with the latent that `modelSource` finds in its folder, which a file may
 * leave out.
 * @param family what its model is (`modelSource` tells it by the path; default "gan").
 * @throws {InputError} with one sentence on the first thing that is wrong.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseSpec } from "./spec.ts";
 * const points = [{ handle: [64, 70], target: [50, 70] }];
 * assert.equal(parseSpec({ latent: { seed: 1 }, points }).method, "stabledrag");
 * const picture = parseSpec({ model: "sd-folder", image: "photo.png", points }, "diffusion");
 * assert.equal(picture.method, "stabledrag-diff");
 * ```
 */
export function parseSpec<F extends ModelFamily = "gan">(input: unknown, family?: F): SpecOf<F> {
  const known = family ?? "gan";
  refuseForeign(input, known);
  const spec: Spec = known === "diffusion"
    ? checkSchema(DIFFUSION_SCHEMA, input)
    : { family: "gan", ...checkSchema<Omit<GanSpec, "family">>(z.strictObject(FIELDS.gan), input) };
  return spec as SpecOf<F>;
}
