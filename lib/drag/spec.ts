import { z } from "zod";
import { InputError } from "../errors.ts";
import { type ModelFamily } from "../generators/family.ts";
import { checkSchema } from "../schema.ts";
import { diffusionSchema, type DiffusionSpec, wholeDiffusionSchema } from "./diffusion_spec.ts";
import { ganSchema, type GanSpec } from "./gan_spec.ts";

/** What `deno task drag` is told, one drag, with its defaults filled in. */
export type Spec = GanSpec | DiffusionSpec;

/** A SPEC as it is written in a file: JSON in which defaults may be missing. */
export type SpecInput = Readonly<Record<string, unknown>>;

/** The JSON schema of a SPEC, for editors and other programs: one for GANs, one for diffusion models. */
export const specSchema = (): unknown =>
  z.toJSONSchema(z.union([ganSchema(), diffusionSchema()]), { io: "input" });

const FAMILIES = {
  gan: { schema: ganSchema, what: "GANs", is: "a GAN" },
  diffusion: { schema: diffusionSchema, what: "diffusion models", is: "a diffusion model" },
} as const;

/** Refuses fields of the other family by name. */
function refuseForeign(input: unknown, family: ModelFamily): void {
  const [own, other] = family === "gan" ? (["gan", "diffusion"] as const) : (["diffusion", "gan"] as const);
  const known = FAMILIES[own].schema().shape;
  const foreign = FAMILIES[other].schema().shape;
  const keys = typeof input === "object" && input !== null ? Object.keys(input) : [];
  const found = keys.find((key) => Object.hasOwn(foreign, key) && !Object.hasOwn(known, key));
  if (found === undefined) return;
  throw new InputError(
    `Expected no field "${found}", which belongs to ${FAMILIES[other].what}, but found it with ${
      FAMILIES[own].is
    }.`,
  );
}

/**
 * Checks what a SPEC file holds.
 *
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
export function parseSpec(input: unknown, family?: "gan"): GanSpec;
export function parseSpec(input: unknown, family: "diffusion"): DiffusionSpec;
export function parseSpec(input: unknown, family: ModelFamily): Spec;
export function parseSpec(input: unknown, family: ModelFamily = "gan"): Spec {
  refuseForeign(input, family);
  if (family === "diffusion") return checkSchema<DiffusionSpec>(wholeDiffusionSchema(), input);
  return { family, ...checkSchema(ganSchema(), input) };
}
