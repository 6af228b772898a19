import { join } from "node:path";
import { z } from "zod";
import { inFile, InputError } from "../../errors.ts";
import { decodeSafetensors, encodeSafetensors } from "../../formats/safetensors.ts";
import { readInputFile } from "../../hub/read_file.ts";
import { writeFile } from "../../hub/write_file.ts";
import { halfWeights, type Tensors } from "../training_state.ts";

/** A trained network as it goes into a file, and comes back. */
export interface TrainedNetwork {
  /** Its averaged weights. */
  readonly weights: Tensors;
  /** Updates that they have behind them. */
  readonly step: number;
}

/** Where diffusers has the weights of a network. */
export const weightsFile = (folder: string, network: "unet" | "vae"): string =>
  join(folder, network, "diffusion_pytorch_model.safetensors");

const INDEX = {
  _class_name: "DiffusionPipeline",
  unet: ["diffusers", "UNet2DConditionModel"],
  vae: ["diffusers", "AutoencoderKL"],
  scheduler: ["diffusers", "DDIMScheduler"],
};

/** The content of a `config.json`, or of the index beside the networks. */
export type ConfigFile = Readonly<Record<string, unknown>>;

const writeJson = (path: string, content: ConfigFile): Promise<void> =>
  writeFile(path, `${JSON.stringify(content, null, 2)}\n`);

/** Writes a network of a diffusers folder: `config.json` and the weights in float16, with the step they are of. */
export async function writeNetwork(
  folder: string,
  name: "unet" | "vae",
  config: ConfigFile,
  { weights, step }: TrainedNetwork,
): Promise<void> {
  const metadata = new Map([["format", "pt"], ["step", String(step)]]);
  await writeJson(join(folder, name, "config.json"), config);
  await writeFile(weightsFile(folder, name), encodeSafetensors(halfWeights(weights), metadata));
}

/** Writes what a diffusers folder has beside its networks. */
export async function writeModelIndex(folder: string, scheduler: ConfigFile): Promise<void> {
  await writeJson(join(folder, "scheduler", "scheduler_config.json"), scheduler);
  await writeJson(join(folder, "model_index.json"), INDEX);
}

const STEP = z.string().regex(/^\d+$/);

/**
 * The weights of a network that {@linkcode writeNetwork} wrote, for a training to go on from.
 *
 * @throws {InputError} naming the file when it is missing, broken, or does not say of which step it is.
 */
export async function readNetwork(folder: string, name: "unet" | "vae"): Promise<TrainedNetwork> {
  const path = weightsFile(folder, name);
  const bytes = await readInputFile(path, "the weights of a network that was trained here");
  return inFile(path, () => {
    const { tensors, metadata } = decodeSafetensors(bytes);
    const step = STEP.safeParse(metadata.get("step"));
    if (step.success) return { weights: tensors, step: Number(step.data) };
    throw new InputError("Expected the step of a training beside the weights but found none.");
  });
}
