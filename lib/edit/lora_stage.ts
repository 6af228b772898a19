import { type DiffusionModel } from "../generators/diffusion/folder.ts";
import { type Denoiser } from "../generators/diffusion/denoiser.ts";
import { freshLora } from "../generators/diffusion/lora/fresh_lora.ts";
import {
  loraStart,
  type LoraState,
  loraStateFrom,
  loraStateTensors,
} from "../generators/diffusion/lora/lora_state.ts";
import {
  LORA_TRAINING_DEFAULTS,
  type LoraTrainingOptions,
  trainLora,
} from "../generators/diffusion/lora/train_lora.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { type Tensor } from "../tensor.ts";
import { type Stage } from "./stage.ts";
import { tensorHash } from "./stage_file.ts";

/** Numbers of a LoRA and of its training. */
export interface LoraNumbers extends LoraTrainingOptions {
  /** Rank of the layers (default 16, DragDiffusion's). */
  readonly rank?: number;
}

/** The training of a LoRA on a latent [1, C, h, w] and the text of the picture [1, tokens, D]. */
export async function loraStage(
  model: DiffusionModel,
  denoiser: Denoiser,
  runtime: Runtime,
  { latent, text }: { readonly latent: Tensor; readonly text: Tensor },
  { checkpoint, ...options }: LoraNumbers,
): Promise<Stage<LoraState>> {
  const { checkpoint: _, rank, ...numbers } = { ...LORA_TRAINING_DEFAULTS, ...options };
  const start = loraStart(freshLora(model.unet.tensors, rank, numbers.seed));
  const scheduler = model.schedulerConfig;
  const inputs = { latent: await tensorHash(latent), text: await tensorHash(text) };
  return {
    name: "lora",
    dependsOn: {
      ...{ model: model.sha256, unet: denoiser.config, scheduler, provider: runtime.provider },
      ...{ ...inputs, rank, ...numbers },
    },
    steps: numbers.steps,
    async *run(from, signal): AsyncGenerator<{ done: number; value: LoraState }> {
      const training = {
        runtime,
        latent,
        text,
        ...numbers,
        ...(checkpoint === undefined ? {} : { checkpoint }),
      };
      const stoppable = signal ? { ...training, signal } : training;
      for await (const { state } of trainLora(denoiser, from?.value ?? start, stoppable)) {
        yield { done: state.step, value: state };
      }
    },
    tensorsOf: loraStateTensors,
    valueFrom: (tensors, done) => loraStateFrom(tensors, done, start.layers),
  };
}
