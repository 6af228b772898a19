import { type DiffusionModel } from "../generators/diffusion/folder.ts";
import { flattenLora, type LoraLayers, mergeLora } from "../generators/diffusion/lora/lora.ts";
import { constantParameters } from "../generators/diffusion/parameters.ts";
import { noiseSchedule } from "../generators/diffusion/schedule.ts";
import { parseSchedulerConfig } from "../generators/diffusion/scheduler_config.ts";
import { sha256OfText } from "../hub/sha256.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { tensorHash } from "./stage_file.ts";
import { type EditDenoiser } from "./walk_stage.ts";

/** Layers that are there already, such as those of a LoRA file. */
export interface GivenLora {
  /** The U-Net's layers. */
  readonly layers: LoraLayers;
  /** How strong they are: 1, the default, is as trained. */
  readonly scale?: number;
}

/**
 * A model's U-Net as it is, without a LoRA.
 *
 * @throws {InputError} when the model's scheduler is not supported.
 */
export const plainDenoiser = (model: DiffusionModel): EditDenoiser => ({
  ...model.unet,
  schedule: noiseSchedule(parseSchedulerConfig(model.schedulerConfig)),
  sha256: model.sha256,
});

/** A model's U-Net with the layers of a LoRA merged in. */
export async function adaptedDenoiser(
  model: DiffusionModel,
  runtime: Runtime,
  { layers, scale = 1 }: GivenLora,
): Promise<EditDenoiser> {
  const { schedule } = plainDenoiser(model);
  const { config, tensors } = model.unet;
  const p = constantParameters(await mergeLora(runtime, tensors, layers, scale), "the U-Net with its LoRA");
  const parts = [model.sha256, ...Object.keys(layers), await tensorHash(flattenLora(layers)), scale];
  return { config, p, schedule, sha256: await sha256OfText(parts.join("\n")) };
}
