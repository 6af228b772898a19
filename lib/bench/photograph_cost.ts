import { z } from "zod";
import { type Schema } from "../schema.ts";

/** What a whole edit costs. */
export interface PhotographCost {
  /** Seconds from the start of the program to its end. */
  readonly seconds: number;
  /** Seconds of a step of the drag, without compilation where there is more than one: the median. */
  readonly secondsPerStep: number;
  /** The most memory that the process had in use, in bytes. */
  readonly peakMemory: number;
  /** How many numbers it kept of its stages, all of them finite. */
  readonly numbers: number;
}

/** The zod schema of {@linkcode PhotographCost}. */
export const PHOTOGRAPH_COST: Schema<PhotographCost> = z.strictObject({
  seconds: z.number().positive(),
  secondsPerStep: z.number().positive(),
  peakMemory: z.number().positive(),
  numbers: z.int().positive(),
});
