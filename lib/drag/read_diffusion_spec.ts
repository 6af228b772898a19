import { resolve } from "node:path";
import { adaptedDenoiser, type GivenLora, plainDenoiser } from "../edit/edit_denoiser.ts";
import { editPrompt, type TextSource } from "../edit/edit_prompt.ts";
import { generateLatent } from "../edit/generate_latent.ts";
import { type InvertOptions, invertPicture } from "../edit/invert_picture.ts";
import { type NoisyPicture, stepsTo } from "../edit/noisy_picture.ts";
import { type StageOptions } from "../edit/stage.ts";
import { tensorHash } from "../edit/stage_file.ts";
import { type EditDenoiser } from "../edit/walk_stage.ts";
import { type Prompt } from "../generators/diffusion/denoiser.ts";
import { type DiffusionModel, openDiffusionFolder } from "../generators/diffusion/folder.ts";
import { diffusionGenerator } from "../generators/diffusion/generator.ts";
import { diffusionLatents } from "../generators/diffusion/latents.ts";
import { checkTakesLatents } from "../generators/diffusion/walk.ts";
import { type Generator } from "../generators/generator.ts";
import { readNpy } from "../hub/read_npy.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { type Tensor, zeros } from "../tensor.ts";
import { type DiffusionSpec } from "./diffusion_spec.ts";
import { editSettings } from "./edit_settings.ts";
import { METHODS } from "./methods/mod.ts";
import { type OpenedSpec, type ReadSpec } from "./open_spec.ts";
import { checkProblem, type DragProblem } from "./problem.ts";
import { type ReadLora, readLora } from "./read_lora.ts";
import { readMask } from "./read_mask.ts";
import { maskWarning } from "./still_places.ts";
import { readSubject, type Subject } from "./subject.ts";

/** A SPEC's files. */
interface Inputs {
  readonly spec: DiffusionSpec;
  readonly model: DiffusionModel;
  readonly subject: Subject;
  readonly lora: ReadLora | undefined;
  readonly prompt: Prompt;
  /** The noise level that is dragged at. */
  readonly timestep: number;
}

async function textSource(prompt: string, path: string | undefined, folder: string): Promise<TextSource> {
  if (path === undefined) return { prompt };
  return { prompt, embeds: await readNpy(resolve(folder, path), "prompt embeds") };
}

async function readPrompt(
  spec: DiffusionSpec,
  folder: string,
  model: DiffusionModel,
  lora: ReadLora | undefined,
  runtime: Runtime,
): Promise<{ prompt: Prompt; warnings: readonly string[] }> {
  const { prompt, promptEmbeds, negativePrompt, negativePromptEmbeds, guidance } = spec;
  const text = await textSource(prompt, promptEmbeds, folder);
  const negative = await textSource(negativePrompt, negativePromptEmbeds, folder);
  const layers = lora && { layers: lora.textEncoder, scale: lora.scale };
  return await editPrompt(model, runtime, { text, negative, guidance }, layers);
}

/** The model as drags see it: points are of the picture as it is shown, whatever size it is worked on at. */
function generatorOf({ model, spec, subject, prompt, timestep }: Inputs, denoiser: EditDenoiser): Generator {
  const { size, shown } = subject;
  const options = { size, prompt, timestep, steps: spec.inferenceSteps };
  return { ...diffusionGenerator(denoiser, model.vae, options), size: shown };
}

/** Takes what is dragged to its noise level. */
async function noisyPicture(
  { spec, model, subject, lora, prompt, timestep }: Inputs,
  runtime: Runtime,
  options: StageOptions,
): Promise<NoisyPicture> {
  const given: GivenLora | undefined = lora && { layers: lora.unet, scale: lora.scale };
  const numbers = { ...options, runtime, steps: spec.inferenceSteps, timestep };
  if (subject.kind === "image") {
    const training = typeof spec.lora === "object" && "train" in spec.lora ? spec.lora.train : false;
    const loras: Pick<InvertOptions, "lora" | "training"> = given ? { lora: given } : { training };
    return await invertPicture(model, { image: subject.image, prompt }, { ...numbers, ...loras });
  }
  const denoiser = given ? await adaptedDenoiser(model, runtime, given) : plainDenoiser(model);
  if (subject.kind === "latent") {
    return { denoiser, prompt, inverted: subject.latent, timestep, steps: spec.inferenceSteps };
  }
  const shape = generatorOf({ spec, model, subject, lora, prompt, timestep }, denoiser).latentShape;
  return await generateLatent(denoiser, { ...numbers, prompt, seed: subject.seed, shape });
}

/** Computes what the drag starts with. */
async function opened(
  inputs: Inputs,
  { model: read, problem, method, sha256, warnings }: Omit<ReadSpec, "open">,
  runtime: Runtime,
  options: StageOptions,
): Promise<OpenedSpec> {
  const { spec, model, subject } = inputs;
  const picture = await noisyPicture(inputs, runtime, options);
  const edit = {
    ...{
      model,
      picture,
      mutual: spec.mutualAttention,
      settings: editSettings(spec, subject.size, picture.timestep),
    },
    ...(subject.kind === "image" ? { source: subject.source } : {}),
  };
  return {
    model: { ...read, generator: generatorOf(inputs, picture.denoiser) },
    problem: { ...problem, latent: picture.inverted },
    ...{ method, sha256, warnings, edit },
  };
}

async function textHash({ text, negative }: Prompt): Promise<string> {
  return (await Promise.all([text, ...(negative ? [negative] : [])].map(tensorHash))).join(" ");
}

/** Reads the files of a SPEC. */
async function readInputs(
  spec: DiffusionSpec,
  source: string,
  folder: string,
  runtime: Runtime,
): Promise<Inputs & { warnings: readonly string[] }> {
  const model = await openDiffusionFolder(source);
  checkTakesLatents(model.unet.config);
  const { schedule } = plainDenoiser(model);
  const { inferenceSteps: steps } = spec;
  const timestep = schedule.timesteps(steps)[steps - stepsTo(schedule, steps, spec.timestep)]!;
  const subject = await readSubject(spec, folder, model, runtime);
  const lora = await readLora(spec, folder, model);
  const { prompt, warnings } = await readPrompt(spec, folder, model, lora, runtime);
  return { spec, model, subject, lora, prompt, timestep, warnings: [...subject.warnings, ...warnings] };
}

function problemOf({ spec, subject }: Inputs, generator: Generator, mask: Tensor | undefined): DragProblem {
  const latent = subject.kind === "latent" ? subject.latent : zeros(generator.latentShape);
  const problem = { latent, points: spec.points, steps: spec.steps, ...(mask ? { mask } : {}) };
  checkProblem(generator, problem);
  return problem;
}

/** Reads a SPEC for a diffusion model. */
export async function readDiffusionSpec(
  spec: DiffusionSpec,
  source: string,
  folder: string,
  runtime: Runtime,
): Promise<ReadSpec> {
  const inputs = await readInputs(spec, source, folder, runtime);
  const { model, subject, lora, prompt } = inputs;
  const generator = generatorOf(inputs, plainDenoiser(model));
  const mask = await readMask(spec, folder);
  const problem = problemOf(inputs, generator, mask);
  const method = METHODS[spec.method]!(generator, spec.options);
  const warning = mask && maskWarning(generator, method, mask, `The mask ${spec.mask}`);
  const read = {
    model: { generator, latents: diffusionLatents(generator.latentShape), sha256: model.sha256 },
    ...{ problem, method },
    sha256: {
      ...{ model: model.sha256, ...subject.sha256, text: await textHash(prompt) },
      ...(lora ? { lora: lora.sha256 } : {}),
      ...(mask ? { mask: await tensorHash(mask) } : {}),
    },
    warnings: [...inputs.warnings, ...(warning ? [warning] : [])],
  };
  return { ...read, open: (options = {}) => opened(inputs, read, runtime, options) };
}
