import { z } from "zod";
import { checkSchema, type Schema } from "../schema.ts";

/** The latent spaces that an inversion can look in. */
export const SPACES = ["z", "w", "w+"] as const;

/** How a photograph is cut to what a generator was trained on. */
export const CROPS = ["celeba", "ffhq", "none"] as const;

/** What pictures are compared by where no weights of LPIPS are given. */
export const STAND_INS = ["faces", "resnet"] as const;

/** Settings of an inversion. */
export interface InversionSettings {
  /** "z" for a ProGAN, "w" or "w+" for a StyleGAN2 (default: the last that the generator has). */
  readonly space?: (typeof SPACES)[number] | undefined;
  /** How the photograph is cut (default "celeba" for a ProGAN, "ffhq" for a StyleGAN2); "none" takes all of it. */
  readonly crop?: (typeof CROPS)[number] | undefined;
  /** Which face of the photograph, from the largest, which is 0, the default. */
  readonly face: number;
  /** Class of a conditional model (default none). */
  readonly class?: number | undefined;
  /** Steps of the latent's optimisation. */
  readonly steps: number;
  /** Its largest learning rate. */
  readonly learningRate: number;
  /** The learning rate rises from 0 in these parts of the steps. */
  readonly rampUp: number;
  /** It falls to 0 in these parts of the steps. */
  readonly rampDown: number;
  /** Noise on the latent at first, in parts of the spread of latents. */
  readonly latentNoise: number;
  /** It fades to none in these parts of the steps. */
  readonly noiseRamp: number;
  /** Weight of the regularity of a StyleGAN2's noise maps. */
  readonly noiseRegularity: number;
  /** Random latents of a ProGAN, of which the optimisation starts at the nearest to the photograph. */
  readonly starts: number;
  /** Random latents of a StyleGAN2, of which mean and spread of w are taken. */
  readonly meanSamples: number;
  /** Steps of the generator's tuning; 0 for none. */
  readonly tuningSteps: number;
  /** Its learning rate. */
  readonly tuningRate: number;
  /** Weight of the pixels' difference. */
  readonly pixel: number;
  /** Weight of the perceptual distance. */
  readonly perceptual: number;
  /** By which network pictures are compared where there is no LPIPS. */
  readonly standIn: (typeof STAND_INS)[number];
  /** Seed of all that is random. */
  readonly seed: number;
}

const share = z.number().min(0).max(1);
const weight = z.number().nonnegative();

const SCHEMA: Schema<InversionSettings> = z.strictObject({
  space: z.enum(SPACES).optional(),
  crop: z.enum(CROPS).optional(),
  face: z.int().nonnegative().default(0),
  class: z.int().nonnegative().optional(),
  steps: z.int().positive().default(300),
  learningRate: z.number().positive().default(0.1),
  rampUp: share.positive().default(0.05),
  rampDown: share.positive().default(0.25),
  latentNoise: weight.default(0.05),
  noiseRamp: share.positive().default(0.75),
  noiseRegularity: weight.default(1e5),
  starts: z.int().positive().default(64),
  meanSamples: z.int().min(2).default(10_000),
  tuningSteps: z.int().nonnegative().default(350),
  tuningRate: z.number().positive().default(3e-4),
  pixel: weight.default(1),
  perceptual: weight.default(1),
  standIn: z.enum(STAND_INS).default("faces"),
  seed: z.int().nonnegative().max(0xffffffff).default(0),
});

/**
 * Settings with their defaults.
 *
 * The published ones are those of the StyleGAN2 projector (Karras et al., "Analyzing and improving the image quality of
 * StyleGAN", appendix D; `projector.py`): learning rate 0.1 with its ramps, noise on the latent, regularity of the noise
 * maps, 10 000 samples; and of pivotal tuning (Roich et al., "Pivotal tuning for latent-based editing of real images"):
 * 350 steps at 3e-4, both weights 1. The rest is our choice: see docs/inversion.md.
 *
 * @param json what shall be other than the defaults.
 * @throws {InputError} naming the field that is wrong or unknown.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { inversionSettings } from "./settings.ts";
 * assert.equal(inversionSettings({ steps: 50 }).tuningSteps, 350);
 * assert.throws(() => inversionSettings({ step: 50 }), /Expected no field "step"/);
 * ```
 */
export const inversionSettings = (json: unknown = {}): InversionSettings => checkSchema(SCHEMA, json);
