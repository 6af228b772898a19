import { z } from "zod";
import { type Schema } from "../schema.ts";
import { STEP_COST, type StepCost } from "./step_cost.ts";

/** What a U-Net costs. */
export interface UnetCost {
  /**
   * Seconds of the forward pass to what the loss of a step reads: the features, and with a mask the latent one denoising
   * step on, too.
   */
  readonly forwardSeconds: number;
  /** A drag step; its products are those of convolutions, linear layers and attention. */
  readonly step: StepCost;
}

/** The zod schema of {@linkcode UnetCost}. */
export const UNET_COST: Schema<UnetCost> = z.strictObject({
  forwardSeconds: z.number().positive(),
  step: STEP_COST,
});
