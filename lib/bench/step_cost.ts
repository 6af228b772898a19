import { z } from "zod";
import { type Schema } from "../schema.ts";
import { type ProfileRow } from "./profile.ts";

/** What one drag step costs, computed in one way. */
export interface StepCost {
  /** Seconds of a whole step: forward, tracking, supervision, gradient, update. */
  readonly seconds: number;
  /** Seconds of the products of the step's graph alone (of GANs: its convolutions), on the same machine in the same process. */
  readonly bareSeconds: number;
  /** Work of these products, in GFLOP. */
  readonly gflop: number;
  /** The most memory that a process which does only this had in use, in bytes. */
  readonly peakMemory: number;
  /** Time of each kind of operator in a step, where asked for. */
  readonly profile?: readonly ProfileRow[] | undefined;
  /** Why the step is computed as it is, where asked for. */
  readonly explanation?: string | undefined;
}

/** The zod schema of {@linkcode StepCost}. */
export const STEP_COST: Schema<StepCost> = z.strictObject({
  seconds: z.number().positive(),
  bareSeconds: z.number().positive(),
  gflop: z.number().positive(),
  peakMemory: z.number().positive(),
  profile: z.array(z.strictObject({
    kind: z.string(),
    nodes: z.int().positive(),
    seconds: z.number().nonnegative(),
  })).optional(),
  explanation: z.string().optional(),
});
