import { type Denoiser } from "../generators/diffusion/denoiser.ts";
import { type Prompt } from "../generators/diffusion/prompt.ts";
import { type DdimStep } from "../generators/diffusion/schedule.ts";
import { walkNoise, type WalkOptions } from "../generators/diffusion/walk.ts";
import { type Tensor } from "../tensor.ts";
import { type Stage, type StageState } from "./stage.ts";
import { tensorHash } from "./stage_file.ts";
import { keptAs } from "./tensor_stage.ts";

/** A U-Net as it is used in an edit, and what tells it from others. */
export interface EditDenoiser extends Denoiser {
  /** Hash of the weights, the LoRA's included. */
  readonly sha256: string;
}

const promptHashes = async ({ text, negative, guidance = 1 }: Prompt): Promise<unknown> => ({
  text: await tensorHash(text),
  negative: negative ? await tensorHash(negative) : null,
  guidance,
});

/** A walk through noise levels: inversion or denoising. */
export async function walkStage(
  name: string,
  denoiser: EditDenoiser,
  latent: Tensor,
  steps: readonly DdimStep[],
  options: Omit<WalkOptions, "done" | "signal">,
): Promise<Stage<Tensor>> {
  const { prompt, mutual = null, runtime: { provider } } = options;
  const dependsOn = {
    provider,
    denoiser: denoiser.sha256,
    unet: denoiser.config,
    latent: await tensorHash(latent),
    prompt: await promptHashes(prompt),
    predicts: denoiser.schedule.predictionType,
    steps,
    mutual,
  };
  return {
    name,
    dependsOn,
    steps: steps.length,
    ...keptAs("latent"),
    async *run(from, signal): AsyncGenerator<StageState<Tensor>> {
      const start = { ...options, done: from?.done ?? 0, ...(signal ? { signal } : {}) };
      for await (const { done, sample } of walkNoise(denoiser, from?.value ?? latent, steps, start)) {
        yield { done, value: sample };
      }
    },
  };
}
