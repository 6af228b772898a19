import { z } from "zod";
import { InputError } from "../errors.ts";
import { type Gan } from "../generators/gan.ts";
import { checkSchema, type Schema } from "../schema.ts";

/** The latent spaces that an inversion can look in. */
export const SPACES = ["z", "w", "w+"] as const;

/** How a photograph is cut to what a generator was trained on. */
export const CROPS = ["celeba", "ffhq", "none"] as const;

/** What pictures are compared by where no weights of LPIPS are given. */
export const STAND_INS = ["faces", "resnet"] as const;

/** Settings of an inversion. */
export interface InversionSettings {
  /** "z" for a ProGAN, "w" or "w+" for a StyleGAN2. */
  readonly space: (typeof SPACES)[number];
  /** How the photograph is cut; "none" takes all of it. */
  readonly crop: (typeof CROPS)[number];
  /** Which face of the photograph, from the largest, which is 0. */
  readonly face: number;
  /** Class of a conditional model. */
  readonly class?: number | undefined;
  /** Steps of the latent's optimisation. */
  readonly steps: number;
  /** Its largest learning rate. */
  readonly learningRate: number;
  /** The learning rate rises from 0 in this part of the steps, the first ones (default 0.05). */
  readonly rampUp: number;
  /** It falls to 0 in this part of the steps, the last ones, as a cosine (default 0.25). */
  readonly rampDown: number;
  /** Noise on the latent at first, in parts of the spread of latents. */
  readonly latentNoise: number;
  /** It fades to none in this part of the steps, the first ones (default 0.75). */
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

/** Settings that only one kind of generator has a use for. */
const OWN: Readonly<Record<Gan["family"], readonly (keyof GivenSettings)[]>> = {
  progan: ["starts"],
  stylegan2: ["class", "meanSamples", "noiseRegularity"],
};

/** What each kind of generator asks for. */
const DEFAULTS = {
  progan: { space: "z", crop: "celeba", steps: 150, learningRate: 0.4, tuningSteps: 60, tuningRate: 1e-5 },
  stylegan2: {
    space: "w+",
    crop: "ffhq",
    steps: 1000,
    learningRate: 0.1,
    tuningSteps: 350,
    tuningRate: 3e-4,
  },
} as const;

type OfFamily = keyof (typeof DEFAULTS)[Gan["family"]];

/** Settings as they are given. */
type GivenSettings =
  & Omit<InversionSettings, OfFamily>
  & { readonly [K in OfFamily]?: InversionSettings[K] | undefined };

const SCHEMA: Schema<GivenSettings> = z.strictObject({
  space: z.enum(SPACES).optional(),
  crop: z.enum(CROPS).optional(),
  face: z.int().nonnegative().default(0),
  class: z.int().nonnegative().optional(),
  steps: z.int().positive().optional(),
  learningRate: z.number().positive().optional(),
  rampUp: share.positive().default(0.05),
  rampDown: share.positive().default(0.25),
  latentNoise: weight.default(0.05),
  noiseRamp: share.positive().default(0.75),
  noiseRegularity: weight.default(1e5),
  starts: z.int().positive().default(64),
  meanSamples: z.int().min(2).default(10_000),
  tuningSteps: z.int().nonnegative().optional(),
  tuningRate: z.number().positive().optional(),
  pixel: weight.default(1),
  perceptual: weight.default(1),
  standIn: z.enum(STAND_INS).default("faces"),
  seed: z.int().nonnegative().max(0xffffffff).default(0),
});

/**
 * Checks settings as they are given, whatever generator they are for.
 *
 * @throws {InputError} naming the field that is wrong or unknown.
 */
export const checkInversionSettings = (json: unknown): GivenSettings => checkSchema(SCHEMA, json);

/** Refuses settings other than the defaults that would change nothing. */
function refuseUseless(given: GivenSettings, family: Gan["family"]): void {
  const defaults = checkInversionSettings({});
  const isChanged = (name: keyof GivenSettings): boolean => given[name] !== defaults[name];
  const [other, whose, found] = family === "progan"
    ? ["stylegan2", "StyleGAN2s", "a ProGAN"] as const
    : ["progan", "ProGANs", "a StyleGAN2"] as const;
  const foreign = OWN[other].find(isChanged);
  if (foreign) {
    throw new InputError(
      `Expected no setting "${foreign}", which is for ${whose}, but found ${given[foreign]} with ${found}.`,
    );
  }
  if (given.crop !== "none" || !isChanged("face")) return;
  throw new InputError(
    `Expected no face where the photograph is not aligned (--no-align, crop "none") but found ${given.face}.`,
  );
}

/**
 * Settings with their defaults, for a ProGAN, or a StyleGAN2: space "z", "w+"; crop "celeba", "ffhq"; 150, 1000 steps at a
 * rate of 0.4, 0.1; 60, 350 steps of tuning at a rate of 1e-5, 3e-4. A ProGAN's weights have their learning-rate
 * equalisation folded in and are some 40 times smaller than a StyleGAN2's.
 *
 * The published ones are those of the StyleGAN2 projector (Karras et al., "Analyzing and improving the image quality of
 * StyleGAN", appendix D; `projector.py`): 1000 steps at 0.1 with their ramps, noise on the latent, regularity of the noise
 * maps, 10 000 samples; and of pivotal tuning (Roich et al., "Pivotal tuning for latent-based editing of real images"):
 * 350 steps at 3e-4, both weights 1. The rest is our choice: see docs/inversion.md.
 *
 * @param json what shall be other than the defaults.
 * @param family what the generator is.
 * @throws {InputError} naming the field that is wrong or unknown, or that would change nothing with this generator.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { inversionSettings } from "./settings.ts";
 * assert.equal(inversionSettings({ seed: 1 }, "stylegan2").tuningSteps, 350);
 * assert.throws(() => inversionSettings({ step: 50 }, "progan"), /Expected no field "step"/);
 * ```
 */
export function inversionSettings(json: unknown, family: Gan["family"]): InversionSettings {
  const given = checkInversionSettings(json);
  refuseUseless(given, family);
  const own = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...DEFAULTS[family], ...Object.fromEntries(own) } as InversionSettings;
}
