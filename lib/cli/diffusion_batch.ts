import { uselessNegative } from "../drag/spec/diffusion_spec.ts";
import {
  denoiserOf,
  type DiffusionUse,
  type ReadDiffusion,
  readDiffusion,
} from "../drag/spec/diffusion_use.ts";
import { stepsTo } from "../edit/noisy_picture.ts";
import { runStage, type StageOptions } from "../edit/stage.ts";
import { decodeStage } from "../edit/vae_stages.ts";
import { type EditDenoiser, walkStage } from "../edit/walk_stage.ts";
import { inFile, InputError } from "../errors.ts";
import { type DiffusionModel, openDiffusionFolder } from "../generators/diffusion/folder.ts";
import { diffusionGenerator } from "../generators/diffusion/generator.ts";
import { noisyLatents } from "../generators/diffusion/latents.ts";
import { vaeStride } from "../generators/diffusion/vae.ts";
import { type Generator } from "../generators/generator.ts";
import { latentAt } from "../generators/latents.ts";
import { mapSize } from "../generators/size.ts";
import { readNpy } from "../hub/read_npy.ts";
import { inOneBatch } from "../in_one_batch.ts";
import { type Symbolic } from "../onnx/symbolic.ts";
import { openRuntime, type Runtime } from "../runtime/runtime.ts";
import { type Tensor } from "../tensor.ts";
import { type ModelFlags, runOnEach } from "./batch.ts";
import { stageProgress } from "./stage_progress.ts";
import { note } from "./terminal.ts";

/** What only diffusion models have a use for, as in a SPEC. */
export interface DiffusionFlags extends ModelFlags, Partial<Omit<DiffusionUse, "lora">> {
  /** Path of a LoRA. */
  readonly lora?: string;
  /** How strong it is (default 1, as trained). */
  readonly loraScale?: number;
}

/** A diffusion model with latents [N, C, h, w]. */
interface Batch extends ReadDiffusion {
  readonly latents: Tensor<"float32">;
}

async function readLatents({ latent }: ModelFlags, { unet }: DiffusionModel): Promise<Tensor<"float32">> {
  const array = await readNpy(latent, "a latent");
  return inFile(latent, () => noisyLatents(array, unet.config.inChannels));
}

/** Latents [N, …] as N of [1, …]. */
const eachOf = (latents: Tensor<"float32">): Tensor[] =>
  Array.from({ length: latents.shape[0]! }, (_, i) => latentAt(latents, i));

/** The LoRA that options name. */
function loraOf({ lora, loraScale }: DiffusionFlags): DiffusionUse["lora"] {
  if (lora !== undefined) return { file: lora, scale: loraScale ?? 1 };
  if (loraScale === undefined) return "none";
  throw new InputError(`Expected --lora beside --lora-scale ${loraScale} but found none.`);
}

/** Options as the fields of a SPEC that they stand for, with their defaults. */
function useOf(flags: DiffusionFlags): DiffusionUse {
  const { prompt = "", negativePrompt = "", guidance = 1, inferenceSteps = 50 } = flags;
  const use = { ...flags, prompt, negativePrompt, guidance, inferenceSteps, lora: loraOf(flags) };
  const useless = uselessNegative(use);
  if (useless === undefined) return use;
  throw new InputError(`${useless}.`);
}

async function openBatch(flags: DiffusionFlags, source: string, runtime: Runtime): Promise<Batch> {
  const read = await readDiffusion(useOf(flags), source, ".", runtime);
  const latents = await readLatents(flags, read.model);
  read.warnings.forEach(note);
  return { ...read, latents };
}

/** Runs on each latent what `choose` makes of the model at the noise level of the latents. */
export async function computeDiffusion(
  flags: DiffusionFlags,
  source: string,
  choose: (generator: Generator) => (latent: Symbolic) => Symbolic,
): Promise<Tensor<"float32">> {
  await using runtime = await openRuntime(flags);
  const { latents, model, prompt, steps, timestep, ...read } = await openBatch(flags, source, runtime);
  const [h, w] = mapSize(latents);
  const stride = vaeStride(model.vae.config);
  const options = { size: [h * stride, w * stride] as const, prompt, steps, timestep };
  const denoiser = await denoiserOf({ model, ...read }, runtime);
  return await runOnEach(runtime, choose(diffusionGenerator(denoiser, model.vae, options)), latents);
}

/** Denoises one latent [1, C, h, w] from its noise level after the other. */
function denoising(
  { prompt, steps, timestep }: ReadDiffusion,
  denoiser: EditDenoiser,
  runtime: Runtime,
  options: StageOptions,
): (latent: Tensor) => Promise<Tensor> {
  const { schedule } = denoiser;
  const left = schedule.denoising(steps).slice(-stepsTo(schedule, steps, timestep));
  return async (latent) =>
    await runStage(await walkStage("denoised", denoiser, latent, left, { runtime, prompt }), options);
}

/** Decodes latents without noise, one after the other. */
async function decoded(
  model: DiffusionModel,
  latents: readonly Tensor[],
  runtime: Runtime,
  options: StageOptions,
): Promise<Tensor<"float32">> {
  const pictures: Tensor[] = [];
  for (const latent of latents) {
    pictures.push(await runStage(await decodeStage(model, runtime, latent), options));
  }
  return inOneBatch(pictures);
}

/** The pictures [N, 3, H, W] of latents, denoised from their noise level and decoded. */
export async function denoisedLatents(flags: DiffusionFlags, source: string): Promise<Tensor<"float32">> {
  await using runtime = await openRuntime(flags);
  const { latents, ...read } = await openBatch(flags, source, runtime);
  using progress = stageProgress();
  const options = { onProgress: progress.show };
  const denoise = denoising(read, await denoiserOf(read, runtime), runtime, options);
  const clean: Tensor[] = [];
  for (const latent of eachOf(latents)) clean.push(await denoise(latent));
  return await decoded(read.model, clean, runtime, options);
}

/** The pictures [N, 3, H, W] of latents that have no noise. */
export async function decodedLatents(flags: DiffusionFlags, source: string): Promise<Tensor<"float32">> {
  const model = await openDiffusionFolder(source);
  const latents = await readLatents(flags, model);
  await using runtime = await openRuntime(flags);
  using progress = stageProgress();
  return await decoded(model, eachOf(latents), runtime, { onProgress: progress.show });
}
