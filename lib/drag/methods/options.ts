import { z } from "zod";
import { type Schema, shown } from "../../schema.ts";
import { CONFIDENCE_SCORES } from "../confidence/mod.ts";
import { SUPERVISION_DEFAULTS, type SupervisionOptions, SUPERVISIONS } from "../supervision/mod.ts";
import { FILTER_SOLVERS, type FilterSolverName } from "../tracking/learn_filter.ts";
import { TRACKERS } from "../tracking/mod.ts";
import { TRACKER_DEFAULTS, type TrackerOptions } from "../tracking/options.ts";

/**
 * Options of the point-drag methods, by their names in the literature. [px] are pixels of the picture, or on diffusion
 * models of a grid of half its size. All may be left out: the default follows the method and the generator. A method
 * refuses those that it has no use for. What is said of stabledrag holds for stabledrag-diff, but for r1, r2, lambdaMask and
 * stopDistance, which stabledrag-diff has from DragDiffusion.
 */
export interface MethodOptions extends TrackerOptions, SupervisionOptions {
  /** Name of stabledrag's tracker in `TRACKERS`; default "learned-filter". */
  readonly tracker?: string | undefined;
  /** Name of stabledrag's supervision in `SUPERVISIONS`; default "confidence-switch". */
  readonly supervision?: string | undefined;
  /** Name of stabledrag's confidence score in `CONFIDENCE_SCORES`; default "relative-peak" (our choice). */
  readonly confidence?: string | undefined;
  /**
   * Updates after which stabledrag's tracker prepares again, a whole number ≥ 0; default 0, never (StableDrag). The confidence
   * is relative to the picture that it prepared on last (our choice), so that a handle that was lost by then is trusted again.
   */
  readonly relearnEvery?: number | undefined;
  /**
   * Radius ≥ 1 of the supervised disc [px], default 3/512 of the picture (DragGAN), at least 2 (our choice); or of the
   * supervised square, a whole number, default 1 (DragDiffusion).
   */
  readonly r1?: number | undefined;
  /**
   * Radius of the search window, a whole number > 0 [px]; default 12/512 of the picture (DragGAN), at least 6 (our
   * choice); 3 (DragDiffusion).
   */
  readonly r2?: number | undefined;
  /** Index of the feature map, from 0, the coarsest; default that of the generator. */
  readonly featureBlock?: number | undefined;
  /** Learning rate > 0 of Adam; default that of the latent space. */
  readonly lr?: number | undefined;
  /**
   * Weight ≥ 0 of the mask term; default 20 (DragGAN's paper), 10 (both FreeDrags, their code), 0.1 (DragDiffusion, where
   * the term is a sum).
   */
  readonly lambdaMask?: number | undefined;
  /** Weight ≥ 0 of mean |variable − its start|, which in w+ is DragGAN's regulariser; default 0 (its code). */
  readonly lambdaLatent?: number | undefined;
  /** Name of the latent space that is optimised; default the generator's first. */
  readonly latentSpace?: string | undefined;
  /** W+ rows of a StyleGAN2 that are optimised, a whole number > 0; default 6 (DragGAN). */
  readonly trainableRows?: number | undefined;
  /**
   * Distance > 0 at which a handle has arrived [px], default 2/512 of the picture, at least 2 (DragGAN); below which it
   * has, default 1 (freedrag), 2 (freedrag-diff, DragDiffusion).
   */
  readonly stopDistance?: number | undefined;
  /**
   * FreeDrag's d > 0: how far a sub-motion goes at most; default 3 [feature px] (freedrag: FreeDrag's faces), 5 [px]
   * (freedrag-diff).
   */
  readonly maxDistance?: number | undefined;
  /** Updates of one sub-motion at most, a whole number > 0; default 5 (FreeDrag). */
  readonly stepsPerSubmotion?: number | undefined;
  /** Height and width of the feature map that freedrag looks at; default that of the generator, 128 in large StyleGAN2. */
  readonly featureSize?: number | undefined;
  /**
   * Distance > 0 between the 3 × 3 samples of freedrag's patch [px], default 3 (FreeDrag); radius of freedrag-diff's
   * dense patch, a whole number, default 4 (9 × 9: FreeDrag).
   */
  readonly patchRadius?: number | undefined;
}

/** The parts of stabledrag by default: those of the paper, and our choice of a confidence score. */
export const PART_DEFAULTS = {
  tracker: "learned-filter",
  supervision: "confidence-switch",
  confidence: "relative-peak",
} as const satisfies MethodOptions;

/** A schema for each of some options. */
type Fields<T> = { readonly [K in keyof T]-?: Schema<NonNullable<T[K]>> };

/** What float32 holds at most: graphs compute with no other numbers. */
const LARGEST = 3.4028234663852886e38;
const bounded = z.number().max(LARGEST);
const number = bounded.min(-LARGEST);
const positive = bounded.positive();
const count = z.int().positive();
const share = z.number().min(0).max(1);

/** The options that the trackers know. */
const TRACKER_FIELDS: Fields<TrackerOptions> = {
  lambdaTrack: share.describe(
    `weight of the filter's response in the score; default ${TRACKER_DEFAULTS.lambdaTrack}`,
  ),
  trackNorm: z.enum(["l1", "l2"]).describe(
    "how features are compared; default l2 (draggan, updated-feature), l1 (dragdiffusion, and in sums with a filter)",
  ),
  sigma: positive.describe(`width of the filter's label [feature px]; default ${TRACKER_DEFAULTS.sigma}`),
  sampleRadius: count.describe(
    `radius of the square the filter is learned on [px]; default ${TRACKER_DEFAULTS.sampleRadiusPerR2} r2, within the picture`,
  ),
  filterSolver: z.enum(Object.keys(FILTER_SOLVERS) as FilterSolverName[]).describe(
    `how the filter is learned; default ${TRACKER_DEFAULTS.filterSolver}`,
  ),
  ridge: bounded.nonnegative().describe(
    `pull of the filter towards the template, or λ of a correlation filter; default ${TRACKER_DEFAULTS.ridge}`,
  ),
  iterations: count.max(1000).describe(
    "iterations of the solver; default 100, 50 (gauss-newton), 10 (hinge-filter)",
  ),
  kernelSize: count.refine((size) => size % 2 === 1, {
    error: ({ input }) => `Expected an odd number but found ${shown(input)}`,
  }).describe(
    `height and width of the filter, an odd number [feature px]; default ${TRACKER_DEFAULTS.kernelSize}`,
  ),
  correlationRadius: count.describe(
    `radius of the patch of a correlation filter, at least r2 [px]; default ${TRACKER_DEFAULTS.correlationRadiusPerR2} r2`,
  ),
  updateRate: share.describe(
    "share of what was just found in what is known; default 0 (never updated), 0.125 (updated-feature)",
  ),
  updateConfidence: number.describe(
    `confidence below which nothing is updated; default ${TRACKER_DEFAULTS.updateConfidence}`,
  ),
};

/** The options that the supervisions know. */
const SUPERVISION_FIELDS: Fields<SupervisionOptions> = {
  tau: z.union([number, z.literal("-Infinity"), z.literal("Infinity")], {
    error: ({ input }) => `Expected a float32 number, "-Infinity" or "Infinity" but found ${shown(input)}`,
  }).transform(Number).describe(
    `confidence below which the template supervises; default ${SUPERVISION_DEFAULTS.tau}, ` +
      `or ${SUPERVISION_DEFAULTS.blendTau} with confidence-blend, other scores than ${PART_DEFAULTS.confidence} have their own; ` +
      "-Infinity never, Infinity always",
  ),
  softness: positive.describe(`softness of confidence-blend; default ${SUPERVISION_DEFAULTS.softness}`),
  expectedLoss: positive.describe(
    "loss that an adaptive template adapts by, and that a sub-motion of freedrag shall begin with; " +
      `default ${SUPERVISION_DEFAULTS.expectedLoss}, 1 (freedrag-diff)`,
  ),
};

/** All others. */
const METHOD_FIELDS: Fields<Omit<MethodOptions, keyof TrackerOptions | keyof SupervisionOptions>> = {
  tracker: z.enum(Object.keys(TRACKERS)).describe(`tracker; default ${PART_DEFAULTS.tracker}`),
  supervision: z.enum(Object.keys(SUPERVISIONS)).describe(
    `motion supervision; default ${PART_DEFAULTS.supervision}`,
  ),
  confidence: z.enum(Object.keys(CONFIDENCE_SCORES)).describe(
    `confidence score; default ${PART_DEFAULTS.confidence}`,
  ),
  relearnEvery: z.int().nonnegative().describe(
    "updates after which the tracker prepares again, and confidence is relative to the picture then; default 0, never",
  ),
  r1: bounded.min(1).describe(
    "radius of the supervised disc [px]; default 3/512 of the picture, at least 2; " +
      "of the square of dragdiffusion and stabledrag-diff, a whole number, 1",
  ),
  r2: count.describe(
    "radius of the search window [px]; default 12/512 of the picture, at least 6; 3 (dragdiffusion, stabledrag-diff)",
  ),
  featureBlock: z.int().nonnegative().describe("index of the feature map; default that of the generator"),
  lr: positive.describe("learning rate of Adam; default that of the latent space"),
  lambdaMask: bounded.nonnegative().describe(
    "weight of the mask term; default 20, 10 (freedrag, freedrag-diff), 0.1 (dragdiffusion, stabledrag-diff)",
  ),
  lambdaLatent: bounded.nonnegative().describe(
    "weight of the pull of the latent towards its start; default 0",
  ),
  latentSpace: z.string().describe("latent space that is optimised; default the generator's first"),
  trainableRows: count.describe("W+ rows that are optimised; default 6"),
  stopDistance: positive.describe(
    "distance at which a handle has arrived [px]; default 2/512 of the picture, at least 2; 1 (freedrag), " +
      "2 (dragdiffusion, stabledrag-diff, freedrag-diff)",
  ),
  maxDistance: positive.describe(
    "how far a sub-motion goes at most; default 3 feature pixels (freedrag), 5 [px] (freedrag-diff)",
  ),
  stepsPerSubmotion: count.describe("freedrag, freedrag-diff: updates of a sub-motion at most; default 5"),
  featureSize: count.describe("freedrag: height and width of the feature map; default that of the generator"),
  patchRadius: positive.describe(
    "freedrag: distance between the 3 × 3 samples of a patch [px], default 3; freedrag-diff: radius of its dense patch, 4",
  ),
};

const namesOf = <T>(fields: Fields<T>): readonly (keyof T)[] => Object.keys(fields) as (keyof T)[];

/** The names of the options that trackers know. */
export const TRACKER_OPTION_NAMES: readonly (keyof TrackerOptions)[] = namesOf(TRACKER_FIELDS);

/** The names of the options that supervisions know. */
export const SUPERVISION_OPTION_NAMES: readonly (keyof SupervisionOptions)[] = namesOf(SUPERVISION_FIELDS);

/**
 * The zod schema of {@linkcode MethodOptions}: `METHOD_OPTIONS.parse(json)` throws where a value is unknown or out
 * of its range. In JSON, where there are no infinities, tau may be the string "-Infinity" or "Infinity".
 */
export const METHOD_OPTIONS: Schema<MethodOptions> = z.strictObject({
  ...METHOD_FIELDS,
  ...TRACKER_FIELDS,
  ...SUPERVISION_FIELDS,
}).partial();
