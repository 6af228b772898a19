import { z } from "zod";
import { DIFFUSION_METHODS, GAN_METHODS } from "../methods/mod.ts";
import { METHOD_OPTIONS, type MethodOptions } from "../methods/options.ts";
import { POINT_PAIR } from "../point_schema.ts";
import { type PointPair } from "../points.ts";
import { type Schema } from "../../schema.ts";
import { type ModelFamily } from "../../generators/family.ts";

/** What a SPEC says of a drag, whatever the model is. */
export interface SharedSpec {
  /** Which latent of a file with a batch axis (default 0). */
  readonly latentIndex: number;
  /** Handles and targets, [x, y] in pixels of the picture. */
  readonly points: readonly PointPair[];
  /** Path of a .png (white) or .npy [H, W] (1) where the picture may move. */
  readonly mask?: string | undefined;
  /** Name of a method (default "stabledrag", "stabledrag-diff" for diffusion models). */
  readonly method: string;
  /** Options of the method. */
  readonly options: MethodOptions;
  /** Optimiser updates at most (default 80). */
  readonly steps: number;
  /** Seed of what a drag draws (default 0): a LoRA's training with a diffusion model, nothing with a GAN. */
  readonly seed: number;
}

/** A path in a SPEC. */
export const path: Schema<string> = z.string().min(1);

/** A seed of NumPy's. */
export const numpySeed: Schema<number> = z.int().min(0).max(0xffffffff);

const METHODS_OF: Readonly<
  Record<ModelFamily, { readonly what: string; readonly names: readonly string[] }>
> = {
  gan: { what: "GANs", names: Object.keys(GAN_METHODS) },
  diffusion: { what: "diffusion models", names: Object.keys(DIFFUSION_METHODS) },
};

/** Schemas of the fields of a type. */
export type FieldSchemas<T> = { readonly [K in keyof T]-?: Schema<T[K]> };

/** What editors look for. */
export interface WithSchema {
  /** Where an editor finds the schema. */
  readonly $schema?: string | undefined;
}

/** The fields that SPECs of both families have. */
export function sharedFields(
  family: ModelFamily,
  defaultMethod: string,
): FieldSchemas<SharedSpec & WithSchema> {
  const { what, names } = METHODS_OF[family];
  return {
    $schema: z.string().optional().describe("where an editor finds the schema"),
    latentIndex: z.int().nonnegative().default(0).describe("which latent of a file with a batch axis"),
    points: z.array(POINT_PAIR).min(1).describe(
      "[x, y] in pixels of the picture, x to the right, y down, pixel centres at integers",
    ),
    mask: path.optional().describe("a .png (white) or .npy [H, W] (1) where the picture may move"),
    method: z.enum(names, {
      error: ({ input }) =>
        `Expected a method for ${what}, one of ${names.join(", ")}, but found ${JSON.stringify(input)}`,
    }).default(defaultMethod),
    options: METHOD_OPTIONS.default({}),
    steps: z.int().positive().default(80).describe("optimiser updates at most"),
    seed: z.int().nonnegative().default(0).describe(
      "of no effect with GANs, which draw nothing but their latents",
    ),
  };
}
