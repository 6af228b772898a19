import { z } from "zod";
import { type FeatureNorm } from "../tracking/feature_difference.ts";
import { type FilterSolverName } from "../tracking/learn_filter.ts";

/**
 * Options of the point-drag methods, by their names in the literature; radii are in pixels of the picture. All may
 * be left out: the default follows the method and the generator.
 */
export interface MethodOptions {
  /** Radius > 0 of the supervised disc [px]; default 3/512 of the picture (DragGAN), at least 2 (our choice). */
  readonly r1?: number | undefined;
  /** Radius of the search window, a whole number > 0 [px]; default 12/512 of the picture (DragGAN), at least 6 (our choice). */
  readonly r2?: number | undefined;
  /** Learning rate > 0 of Adam; default that of the latent space. */
  readonly lr?: number | undefined;
  /** Weight ≥ 0 of the mask term; default 20 (DragGAN's paper), 10 (freedrag, its code). */
  readonly lambdaMask?: number | undefined;
  /** Weight ≥ 0 of mean |variable − its start|, DragGAN's regulariser; default 0 (its code). */
  readonly lambdaLatent?: number | undefined;
  /** How features are compared; default "l2" (draggan, as its code has it), "l1" (stabledrag). */
  readonly trackNorm?: FeatureNorm | undefined;
  /** Weight λ of the filter's response in the score, from 0 (none of it) to 1; default 0.5 (our choice). */
  readonly lambdaTrack?: number | undefined;
  /** Confidence τ below which the template supervises; default 0.5 (our choice); −Infinity never, Infinity always. */
  readonly tau?: number | undefined;
  /** Width σ > 0 of the filter's Gaussian label [feature px]; default 1.25 (our choice). */
  readonly sigma?: number | undefined;
  /** Radius of the square the filter is learned on, a whole number > 0 [px]; default 5 · r2 (our choice). */
  readonly sampleRadius?: number | undefined;
  /** How the filter is learned; default "ridge", the exact solution (our choice). */
  readonly filterSolver?: FilterSolverName | undefined;
  /** Pull μ ≥ 0 of the filter towards the template feature; default 1e-3 (our choice). */
  readonly ridge?: number | undefined;
  /** Confidence score of stabledrag; default "relative-peak" (our choice). */
  readonly confidence?: "relative-peak" | "psr" | "apce" | "peak-ratio" | "entropy" | undefined;
  /** Updates after which the filter is learned again, a whole number ≥ 0; default 0, never (StableDrag). */
  readonly relearnEvery?: number | undefined;
  /** Index of the feature map, from 0, the coarsest; default that of the generator. */
  readonly featureBlock?: number | undefined;
  /** Name of the latent space that is optimised; default the generator's first. */
  readonly latentSpace?: string | undefined;
  /** W+ rows of a StyleGAN2 that are optimised, a whole number > 0; default 6 (DragGAN). */
  readonly trainableRows?: number | undefined;
  /** Distance > 0 at which a handle has arrived [px]; default 2/512 of the picture, at least 2 (DragGAN), 1 (freedrag). */
  readonly stopDistance?: number | undefined;
  /** FreeDrag's l > 0: the loss that a sub-motion shall begin with, and a template adapts by; default 0.3 (its faces). */
  readonly expectedLoss?: number | undefined;
  /** FreeDrag's d > 0: how far a sub-motion goes at most [feature px]; default 3 (FreeDrag's faces). */
  readonly maxDistance?: number | undefined;
  /** Updates of one sub-motion at most, a whole number > 0; default 5 (FreeDrag). */
  readonly stepsPerSubmotion?: number | undefined;
  /** Height and width of the feature map that freedrag looks at; default that of the generator, 128 in large StyleGAN2. */
  readonly featureSize?: number | undefined;
  /** Distance > 0 between the 3 × 3 samples of freedrag's patch [px]; default 3 (FreeDrag). */
  readonly patchRadius?: number | undefined;
}

/**
 * A zod schema whose values are of type `T`.
 *
 * @internal zod documents its own types.
 */
export type Schema<T> = z.ZodType<T>;

const positive = z.number().positive();

/**
 * The zod schema of {@linkcode MethodOptions}: `METHOD_OPTIONS.parse(json)` throws where a value is unknown or out
 * of its range. In JSON, where there are no infinities, tau may be the string "-Infinity" or "Infinity".
 */
export const METHOD_OPTIONS: Schema<MethodOptions> = z.strictObject({
  r1: positive.describe("radius of the supervised disc [px]; default 3/512 of the picture, at least 2"),
  r2: z.int().positive().describe(
    "radius of the search window [px]; default 12/512 of the picture, at least 6",
  ),
  lr: positive.describe("learning rate of Adam; default that of the latent space"),
  lambdaMask: z.number().nonnegative().describe("weight of the mask term; default 20, 10 (freedrag)"),
  lambdaLatent: z.number().nonnegative().describe(
    "weight of the pull of the latent towards its start; default 0",
  ),
  trackNorm: z.enum(["l1", "l2"]).describe(
    "how features are compared; default l2 (draggan), l1 (stabledrag)",
  ),
  lambdaTrack: z.number().min(0).max(1).describe("weight of the filter's response in the score; default 0.5"),
  tau: z.number().or(z.literal("-Infinity")).or(z.literal("Infinity")).transform(Number).describe(
    "confidence below which the template supervises; default 0.5; -Infinity never, Infinity always",
  ),
  sigma: positive.describe("width of the filter's label [feature px]; default 1.25"),
  sampleRadius: z.int().positive().describe(
    "radius of the square the filter is learned on [px]; default 5 r2",
  ),
  filterSolver: z.enum(["ridge", "gauss-newton", "adam"]).describe(
    "how the filter is learned; default ridge",
  ),
  ridge: z.number().nonnegative().describe("pull of the filter towards the template; default 1e-3"),
  confidence: z.enum(["relative-peak", "psr", "apce", "peak-ratio", "entropy"]).describe(
    "confidence score; default relative-peak",
  ),
  relearnEvery: z.int().nonnegative().describe(
    "updates after which the filter is learned again; default 0, never",
  ),
  featureBlock: z.int().nonnegative().describe("index of the feature map; default that of the generator"),
  latentSpace: z.string().describe("latent space that is optimised; default the generator's first"),
  trainableRows: z.int().positive().describe("W+ rows that are optimised; default 6"),
  stopDistance: positive.describe(
    "distance at which a handle has arrived [px]; default 2/512 of the picture, at least 2; 1 (freedrag)",
  ),
  expectedLoss: positive.describe(
    "freedrag: loss that a sub-motion shall begin with, and a template adapts by; default 0.3",
  ),
  maxDistance: positive.describe("freedrag: how far a sub-motion goes at most [feature px]; default 3"),
  stepsPerSubmotion: z.int().positive().describe("freedrag: updates of a sub-motion at most; default 5"),
  featureSize: z.int().positive().describe(
    "freedrag: height and width of the feature map; default that of the generator",
  ),
  patchRadius: positive.describe("freedrag: distance between the 3 × 3 samples of a patch [px]; default 3"),
}).partial();
