import { benchmarkExperiment } from "../lib/lab/benchmark.ts";
import { type Experiment } from "../lib/lab/experiment.ts";
import { publishedPairedReconstruction } from "../lib/lab/published.ts";
import { pairedReconstruction } from "../lib/lab/reconstruction/paired_reconstruction.ts";
import { comparedMethods } from "./compared_methods.ts";

/** Do drags along the optical flow to another picture end in that picture? */
export const pairedReconstructions: Experiment = benchmarkExperiment({
  name: "paired-reconstruction",
  title: "Paired reconstruction",
  about: "32 pixels of a generated face are dragged to where optical flow finds them in a second picture, " +
    "a little away in the latent space, and the result is compared with that; 25 steps at most in pictures of 128 pixels.",
  pairs: 20,
  reference: "draggan",
  published: publishedPairedReconstruction(),
  settings: comparedMethods,
}, pairedReconstruction());
