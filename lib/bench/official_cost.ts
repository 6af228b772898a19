import { z } from "zod";
import { type Schema } from "../schema.ts";

/** What a step of the official DragGAN costs, and how far its handles go with ours. */
export interface OfficialCost {
  /** Seconds of a step: the best of all but the first. */
  readonly seconds: number;
  /** The most memory that its process had in use, in bytes. */
  readonly peakMemory: number;
  /** Version of PyTorch. */
  readonly torch: string;
  /** Steps made. */
  readonly steps: number;
  /** Steps from the first on after which all handles are those of our own DragGAN. */
  readonly agreeing: number;
}

/** The zod schema of {@linkcode OfficialCost}. */
export const OFFICIAL_COST: Schema<OfficialCost> = z.strictObject({
  seconds: z.number().positive(),
  peakMemory: z.number().positive(),
  torch: z.string(),
  steps: z.int().positive(),
  agreeing: z.int().nonnegative(),
});
