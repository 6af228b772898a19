import { z } from "zod";
import { type Schema } from "../schema.ts";

/** What a step of an official program costs, and how far its handles go with ours. */
export interface OfficialCost {
  /** Seconds of a step: the best of all but the first. */
  readonly seconds: number;
  /** The most memory that its process had in use, in bytes. */
  readonly peakMemory: number;
  /** Version of PyTorch, and what else counts. */
  readonly torch: string;
  /** Steps made. */
  readonly steps: number;
  /** Steps from the first on after which all handles are those of our own implementation. */
  readonly agreeing: number;
}

const OFFICIAL = {
  seconds: z.number().positive(),
  peakMemory: z.number().positive(),
  torch: z.string(),
  steps: z.int().positive(),
  agreeing: z.int().nonnegative(),
};

/** The zod schema of {@linkcode OfficialCost}. */
export const OFFICIAL_COST: Schema<OfficialCost> = z.strictObject(OFFICIAL);

/** What a step of the official DragDiffusion costs. */
export interface OfficialUnetCost extends OfficialCost {
  /** Seconds of a forward pass of the whole U-Net without gradients. */
  readonly forwardSeconds: number;
}

/** The zod schema of {@linkcode OfficialUnetCost}. */
export const OFFICIAL_UNET_COST: Schema<OfficialUnetCost> = z.strictObject({
  ...OFFICIAL,
  forwardSeconds: z.number().positive(),
});
