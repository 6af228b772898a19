import { draggan } from "../../lib/drag/methods/draggan.ts";
import { type Point } from "../../lib/drag/points.ts";
import { type DragProblem } from "../../lib/drag/problem.ts";
import { type Generator } from "../../lib/generators/generator.ts";
import { float32, type Tensor, tensor } from "../../lib/tensor.ts";
import { fixtureArray, fixtureNames } from "../fixtures.ts";

/** An official record; its points are [y, x]. */
export interface Official {
  handles: Point[];
  targets: Point[];
  parameters: {
    lr: number;
    lambda_mask: number;
    feature_idx: number;
    r1_px: number;
    r2_px: number;
    latent_space: string;
  };
  steps: { points: Point[]; loss: number; stop: boolean }[];
}

/** [y, x] as [x, y]. */
export const flipped = ([y, x]: Point): Point => [x, y];

/**
 * A tensor with its first numbers replaced by those of a recorded step: records hold only the rows of ws that are
 * trained.
 */
export function over(whole: Tensor, recorded: Tensor): Tensor<"float32"> {
  const data = Float32Array.from(whole.data as Float32Array);
  data.set(recorded.data as Float32Array);
  return float32(whole.shape, data);
}

/** The renderer's mask is 1 where the picture is fixed; ours is 1 where it may move. */
function maskOf(run: string): Tensor | undefined {
  if (!run.includes("mask")) return undefined;
  const fixed = fixtureArray(`${run}_mask`);
  return tensor("uint8", fixed.shape, Uint8Array.from(fixed.data as Uint8Array, (v) => 1 - v));
}

/** The drag of a record from a latent. */
export function problemOf(run: string, official: Official, latent: Tensor): DragProblem {
  const points = official.handles.map((handle, i) => ({
    handle: flipped(handle),
    target: flipped(official.targets[i]!),
  }));
  const mask = maskOf(run);
  return { latent, points, steps: official.steps.length, ...(mask ? { mask } : {}) };
}

/** The method of a record. */
export const methodOf = (generator: Generator, { parameters: p }: Official): ReturnType<typeof draggan> =>
  draggan(generator, {
    r1: p.r1_px,
    r2: p.r2_px,
    lr: p.lr,
    lambdaMask: p.lambda_mask,
    featureBlock: p.feature_idx,
    latentSpace: p.latent_space === "w+" ? "w+" : "w",
  });

/** The names of the records of a model, such as `a64/draggan_mask`. */
export const officialRuns = (model: string): string[] =>
  fixtureNames(model).filter((n) => /^draggan.*\.json$/.test(n)).map((n) => `${model}/${n.slice(0, -5)}`);
