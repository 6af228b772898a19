import { join } from "node:path";
import { runStage } from "../../edit/stage.ts";
import { tensorStage } from "../../edit/tensor_stage.ts";
import { type Generator } from "../../generators/generator.ts";
import { constantParameters } from "../../generators/diffusion/parameters.ts";
import { noiseSchedule } from "../../generators/diffusion/schedule.ts";
import { parseSchedulerConfig } from "../../generators/diffusion/scheduler_config.ts";
import { parseVaeConfig } from "../../generators/diffusion/vae_config.ts";
import { sha256, sha256OfText } from "../../hub/sha256.ts";
import { encodeSafetensors } from "../../formats/safetensors.ts";
import { type Runtime } from "../../runtime/runtime.ts";
import { float32, type Tensor } from "../../tensor.ts";
import { runTraining, type TrainingJob } from "../run_training.ts";
import { type TrainingStep } from "../train.ts";
import {
  averagedWeights,
  beyondHalf,
  halfWeights,
  type Tensors,
  trainingStart,
  type TrainingState,
} from "../training_state.ts";
import { type GivenNetworks, givenNetworks } from "./given_networks.ts";
import { encodePictures, scalingFactor } from "./latents.ts";
import { type TrainedNetwork, writeModelIndex, writeNetwork } from "./model_folder.ts";
import { facePictures } from "./pictures.ts";
import { type FacesSettings } from "./settings.ts";
import { unetTraining } from "./unet_training.ts";
import { vaeTraining } from "./vae_training.ts";

/** The parts of the training, in their order. */
export type FacesStage = "pictures" | "vae" | "unet";

/** How far the training is. */
export interface FacesProgress {
  /** What is at work. */
  readonly stage: FacesStage;
  /** Pictures or updates so far. */
  readonly done: number;
  /** In all. */
  readonly of: number;
  /** The update that was just made, if it was one. */
  readonly step?: TrainingStep;
}

/** Options of {@linkcode trainFaces}. */
export interface TrainFacesOptions {
  /** Where it is computed; the caller disposes it. */
  readonly runtime: Runtime;
  /** The generator of the pictures; opened only where pictures are missing. */
  readonly openGenerator: () => Promise<Generator>;
  /** Folder of pictures, checkpoints, logs and, in `model/`, the model. It is made if need be. */
  readonly folder: string;
  /** A model to go on from where there are no checkpoints: its autoencoder stays as it is (default none). */
  readonly from?: string;
  /** Time, as `performance.now()` tells it, after which nothing more is begun (default never). */
  readonly until?: number;
  /** Ends it (default: nothing does); what was computed is kept. */
  readonly signal?: AbortSignal;
  /** Called after every part of a stage (default: nobody is told). */
  readonly onProgress?: (progress: FacesProgress) => void;
}

/** Refuses averaged weights that the model's file cannot hold. */
function checkHalf(network: string, state: TrainingState): void {
  const wrong = beyondHalf(averagedWeights(state));
  if (!wrong) return;
  throw new Error(
    `${network}: The average of ${wrong.name} became ${wrong.value} at step ${state.step - 1}, ` +
      "more than float16 holds; try a smaller learning rate.",
  );
}

/** Runs a network's training and writes, with each checkpoint, what it came to. @returns nothing where steps are left. */
async function trainNetwork<Name extends string>(
  job: TrainingJob<Name>,
  stage: "vae" | "unet",
  config: Readonly<Record<string, unknown>>,
  { runtime, folder, until, signal, onProgress }: TrainFacesOptions,
): Promise<Tensors | undefined> {
  const write = (state: TrainingState): Promise<void> =>
    writeNetwork(join(folder, "model"), stage, config, {
      weights: averagedWeights(state),
      step: state.step,
    });
  const state = await runTraining(job, {
    runtime,
    folder,
    ...(until === undefined ? {} : { until }),
    ...(signal ? { signal } : {}),
    onStep: (step) => onProgress?.({ stage, done: step.step + 1, of: job.steps, step }),
    check: (state) => checkHalf(stage, state),
    onKept: write,
  });
  await write(state);
  return state.step >= job.steps ? halfWeights(averagedWeights(state)) : undefined;
}

/** The autoencoder in float16, as it is used; nothing where steps of its training are left. */
async function trainVae(
  settings: FacesSettings,
  pictures: Tensor<"uint8">,
  options: TrainFacesOptions,
): Promise<TrainedNetwork | undefined> {
  const weights = await trainNetwork(vaeTraining(settings, pictures), "vae", settings.vae.config, options);
  return weights && { weights, step: settings.vae.steps };
}

/** The latents of all pictures, unscaled, and what they depend on. */
async function latentsOf(
  vae: Tensors,
  settings: FacesSettings,
  pictures: Tensor<"uint8">,
  { runtime, folder, signal }: TrainFacesOptions,
): Promise<{ latents: Tensor<"float32">; key: string }> {
  const config = parseVaeConfig(settings.vae.config);
  const network = { config, p: constantParameters(vae, "the autoencoder") };
  const [own, data] = [await sha256(encodeSafetensors(vae)), await sha256(pictures.data.slice())];
  const key = await sha256OfText(`${own} ${data} ${JSON.stringify(config)} ${runtime.provider}`);
  const compute = (): Promise<Tensor> => encodePictures(runtime, network, pictures, signal);
  const latents = await runStage(tensorStage("latents", { key }, compute), { cache: folder });
  return { latents: latents as Tensor<"float32">, key };
}

/** Numbers times a factor. */
const scaled = ({ shape, data }: Tensor<"float32">, by: number): Tensor<"float32"> =>
  float32(shape, data.map((v) => v * by));

/** Trains the U-Net on what an autoencoder makes of pictures. @returns whether no step is left. */
async function trainUnet(
  settings: FacesSettings,
  { vae: { weights: vae, step }, unet: start }: GivenNetworks & { readonly vae: TrainedNetwork },
  pictures: Tensor<"uint8">,
  options: TrainFacesOptions,
): Promise<boolean> {
  const { folder } = options;
  const { latents, key } = await latentsOf(vae, settings, pictures, options);
  const factor = scalingFactor(latents);
  const schedule = noiseSchedule(parseSchedulerConfig(settings.scheduler));
  const job = unetTraining(settings, schedule, scaled(latents, factor), key);
  const model = join(folder, "model");
  const vaeConfig = { ...settings.vae.config, scaling_factor: factor };
  await writeNetwork(model, "vae", vaeConfig, {
    weights: averagedWeights(trainingStart(vae)),
    step,
  });
  await writeModelIndex(model, settings.scheduler);
  const going = start ? { ...job, start: start.weights, startStep: start.step } : job;
  return await trainNetwork(going, "unet", settings.unet.config, options) !== undefined;
}

/**
 * Trains a latent diffusion model of faces with our own gradients, from nothing but a generator of faces: pictures, the
 * autoencoder, latents, the U-Net. Every part is kept in the folder and goes on where it was stopped, with identical
 * numbers; `model/` there is a diffusers folder of averaged weights.
 *
 * @returns whether all of it is done; else the same call goes on.
 * @throws {InputError} when a file of the folder is broken or was made with other settings; at once, when the networks to
 * go on from are missing, broken or of another shape than the settings say.
 * @throws {Error} when a training diverges: the sentence names the network and the step.
 */
export async function trainFaces(settings: FacesSettings, options: TrainFacesOptions): Promise<boolean> {
  const { folder, onProgress, openGenerator, ...rest } = options;
  const given = await givenNetworks(settings, options);
  const pictures = await facePictures(openGenerator, settings.pictures, {
    ...rest,
    folder: join(folder, "pictures"),
    onProgress: (done) => onProgress?.({ stage: "pictures", done, of: settings.pictures }),
  });
  if (!pictures) return false;
  const vae = given.vae ?? await trainVae(settings, pictures, options);
  return vae !== undefined && await trainUnet(settings, { ...given, vae }, pictures, options);
}
