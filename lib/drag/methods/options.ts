import { z } from "zod";

const positive = z.number().positive();

/**
 * The options of the point-drag methods, by their names in the literature. Radii are in pixels of the picture;
 * absent ones follow the method and the generator.
 */
export const METHOD_OPTIONS = z.strictObject({
  r1: positive.describe("radius of the supervised disc [px]; default 3/512 of the picture, at least 2"),
  r2: z.int().positive().describe(
    "radius of the search window [px]; default 12/512 of the picture, at least 6",
  ),
  lr: positive.describe("learning rate of Adam; default that of the latent space"),
  lambdaMask: z.number().nonnegative().describe("weight of the mask term; default 20"),
  trackNorm: z.enum(["l1", "l2"]).describe(
    "how features are compared; default l2 (draggan), l1 (stabledrag)",
  ),
  lambdaTrack: z.number().min(0).max(1).describe("weight of the filter's response in the score; default 0.5"),
  tau: z.number().or(z.literal("-Infinity")).or(z.literal("Infinity")).transform(Number).describe(
    "confidence below which the template supervises; default 0.5; -Infinity never, Infinity always",
  ),
  sigma: positive.describe("width of the filter's label [feature px]; default 1.25"),
  sampleRadius: z.int().positive().describe("radius of the square the filter is learned on [px]; default 30"),
  filterSolver: z.enum(["ridge", "gauss-newton", "adam"]).describe(
    "how the filter is learned; default ridge",
  ),
  ridge: z.number().nonnegative().describe("pull of the filter towards the template; default 1e-3"),
  confidence: z.enum(["relative-peak", "psr", "apce", "peak-ratio", "entropy"]).describe(
    "confidence score; default relative-peak",
  ),
  featureBlock: z.int().nonnegative().describe("index of the feature map; default that of the generator"),
  latentSpace: z.string().describe("latent space that is optimised; default the generator's first"),
  trainableRows: z.int().positive().describe("W+ rows that are optimised; default 6"),
  stopDistance: positive.describe(
    "distance at which a handle has arrived [px]; default 2/512 of the picture, at least 2",
  ),
}).partial();

/** Options of a method: see {@linkcode METHOD_OPTIONS}. */
export type MethodOptions = z.infer<typeof METHOD_OPTIONS>;
