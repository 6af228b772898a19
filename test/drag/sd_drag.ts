import { type DragProblem } from "../../lib/drag/problem.ts";
import { type Point } from "../../lib/drag/points.ts";
import { diffusionGenerator } from "../../lib/generators/diffusion/generator.ts";
import { noiseSchedule } from "../../lib/generators/diffusion/schedule.ts";
import { parseSchedulerConfig } from "../../lib/generators/diffusion/scheduler_config.ts";
import { type Prompt } from "../../lib/generators/diffusion/prompt.ts";
import { type Generator } from "../../lib/generators/generator.ts";
import { type Size } from "../../lib/generators/size.ts";
import { float32, type Tensor } from "../../lib/tensor.ts";
import { fixtureJson } from "../fixtures.ts";
import { sdArray, sdUnet, sdVae } from "../generators/diffusion/sd_a.ts";

/** Pixels of the grid are twice as large as those of the picture. */
const SCALE = 2;

/** The fixture model as drags see it. */
export function sdGenerator(prompt: Partial<Prompt> = {}, size: Size = [256, 256]): Generator {
  const schedule = noiseSchedule(parseSchedulerConfig(fixtureJson("sd-a/scheduler/scheduler_config.json")));
  const options = { size, prompt: { text: sdArray("text"), ...prompt } };
  return diffusionGenerator({ ...sdUnet(), schedule }, sdVae(), options);
}

/** [row, column] on the grid as [x, y] in the picture. */
export const inPicture = ([row, column]: Point): Point => [SCALE * column, SCALE * row];

/** A mask of the grid as one of the picture. */
function maskOf(grid: Tensor): Tensor {
  const [, , h, w] = grid.shape as [number, number, number, number];
  const values = grid.data as Float32Array;
  const at = (i: number): number =>
    values[Math.floor(i / (SCALE * w) / SCALE) * w + Math.floor((i % (SCALE * w)) / SCALE)]!;
  const size = [SCALE * h, SCALE * w] as const;
  return float32(size, Float32Array.from({ length: size[0] * size[1] }, (_, i) => at(i)));
}

/** What the records of both methods tell of a drag. */
export interface SdRecord {
  readonly handle_points: readonly Point[];
  readonly target_points: readonly Point[];
  readonly mask: string;
}

/** The drag of a record. */
export function sdProblem({ handle_points, target_points, mask }: SdRecord, steps: number): DragProblem {
  return {
    latent: sdArray("inverted_latents"),
    points: handle_points.map((handle, i) => ({
      handle: inPicture(handle),
      target: inPicture(target_points[i]!),
    })),
    steps,
    ...(mask.endsWith(".npy") ? { mask: maskOf(sdArray(mask.slice(0, -".npy".length))) } : {}),
  };
}

/** Mean absolute difference. */
export function meanDifference(ours: Tensor, theirs: Tensor): number {
  const [a, b] = [ours.data as Float32Array, theirs.data as Float32Array];
  return a.reduce((sum, v, i) => sum + Math.abs(v - b[i]!), 0) / a.length;
}
