import { z } from "zod";
import { InputError } from "../errors.ts";
import { checkSchema } from "../schema.ts";
import { type LatentKind } from "../generators/latents.ts";
import { METHODS } from "./methods/mod.ts";
import { METHOD_OPTIONS, type MethodOptions } from "./methods/options.ts";
import { type PointPair } from "./points.ts";

const point = z.tuple([z.number(), z.number()]);
const path = z.string().min(1);

const LATENT = z.union([
  z.strictObject({
    seed: z.int().min(0).max(0xffffffff).describe("z is np.random.RandomState(seed).randn(1, z_dim)"),
    psi: z.number().default(0.7).describe("truncation: 1 leaves w as it is, 0 is the mean; ProGAN has none"),
  }),
  path.describe("a .npy of z [z_dim], w [w_dim] or ws [num_ws, w_dim], told apart by its shape"),
  z.strictObject({
    file: path,
    kind: z.enum(["z", "w", "ws"]).describe("what the .npy holds; needed for w where z_dim = w_dim"),
  }),
], { error: () => 'Expected {"seed": 1, "psi": 0.7}, a path or {"file": path, "kind": "z", "w" or "ws"}' });

const SPEC = z.strictObject({
  $schema: z.string().optional().describe("where an editor finds the schema"),
  model: path.default("faces").describe('"faces", the embedded ProGAN, or an official StyleGAN2 .pkl'),
  latent: LATENT,
  latentIndex: z.int().nonnegative().default(0).describe("which latent of a file with a batch axis"),
  class: z.int().nonnegative().optional().describe("class of a conditional model"),
  noise: z.enum(["const", "none"]).default("const").describe("noise of StyleGAN2's layers"),
  points: z.array(z.strictObject({ handle: point, target: point })).min(1).describe(
    "[x, y] in pixels of the picture, x to the right, y down, pixel centres at integers",
  ),
  mask: path.optional().describe("a .png (white) or .npy [H, W] (1) where the picture may move"),
  method: z.enum(Object.keys(METHODS)).default("stabledrag"),
  options: METHOD_OPTIONS.default({}),
  steps: z.int().positive().default(80).describe("optimiser updates at most"),
  seed: z.int().nonnegative().default(0).describe("seed of methods that draw random numbers"),
  fullFrame: z.boolean().default(false).describe(
    "compute the whole feature map in every step, in place of windows around the handles",
  ),
});

/** What `deno task drag` is told, one drag, with its defaults filled in. */
export interface Spec {
  /** `"faces"`, the embedded ProGAN (default), or the path of an official StyleGAN2 .pkl. */
  readonly model: string;
  /** Seed and truncation (default ψ 0.7), the path of a .npy, or the path with what it holds. */
  readonly latent:
    | { readonly seed: number; readonly psi: number }
    | string
    | { readonly file: string; readonly kind: LatentKind };
  /** Which latent of a file with a batch axis (default 0). */
  readonly latentIndex: number;
  /** Class of a conditional model. */
  readonly class?: number | undefined;
  /** Noise of StyleGAN2's layers (default "const"). */
  readonly noise: "const" | "none";
  /** Handles and targets, [x, y] in pixels of the picture. */
  readonly points: readonly PointPair[];
  /** Path of a .png (white) or .npy [H, W] (1) where the picture may move. */
  readonly mask?: string | undefined;
  /** Name of a method (default "stabledrag"). */
  readonly method: string;
  /** Options of the method. */
  readonly options: MethodOptions;
  /** Optimiser updates at most (default 80). */
  readonly steps: number;
  /** Seed of methods that draw random numbers (default 0). */
  readonly seed: number;
  /** Compute the whole feature map in every step, in place of windows around the handles (default false). */
  readonly fullFrame: boolean;
}

/** A SPEC as it is written in a file: JSON in which defaults may be missing. */
export type SpecInput = Readonly<Record<string, unknown>>;

/** Fields of the SPEC that belong to diffusion models. */
const DIFFUSION_FIELDS: readonly string[] = ["image", "prompt", "promptEmbeds", "timestep", "lora"];

/** The JSON schema of a SPEC, for editors and other programs. */
export const specSchema = (): unknown => z.toJSONSchema(SPEC, { io: "input" });

/**
 * Checks what a SPEC file holds.
 *
 * @throws {InputError} with one sentence on the first thing that is wrong.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseSpec } from "./spec.ts";
 * const spec = parseSpec({ latent: { seed: 1 }, points: [{ handle: [64, 70], target: [50, 70] }] });
 * assert.equal(spec.method, "stabledrag");
 * ```
 */
export function parseSpec(input: unknown): Spec {
  const keys = typeof input === "object" && input !== null ? Object.keys(input) : [];
  const foreign = keys.find((key) => DIFFUSION_FIELDS.includes(key));
  if (foreign !== undefined) {
    throw new InputError(
      `Expected no field "${foreign}": it belongs to diffusion models, which are not supported in this version.`,
    );
  }
  return checkSchema(SPEC, input);
}
