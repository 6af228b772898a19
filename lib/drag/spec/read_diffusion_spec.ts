import { plainDenoiser } from "../../edit/edit_denoiser.ts";
import { generateLatent } from "../../edit/generate_latent.ts";
import { type InvertedPicture, type InvertOptions, invertPicture } from "../../edit/invert_picture.ts";
import { type NoisyPicture, stepsTo } from "../../edit/noisy_picture.ts";
import { type StageOptions } from "../../edit/stage.ts";
import { tensorHash } from "../../edit/stage_file.ts";
import { type EditDenoiser } from "../../edit/walk_stage.ts";
import { InputError } from "../../errors.ts";
import { promptContext } from "../../generators/diffusion/denoiser.ts";
import { type Prompt } from "../../generators/diffusion/prompt.ts";
import { diffusionGenerator, type DiffusionGeneratorOptions } from "../../generators/diffusion/generator.ts";
import { diffusionLatents } from "../../generators/diffusion/latents.ts";
import { mutualControl } from "../../generators/diffusion/mutual_attention.ts";
import { transformersOf, unetPlan } from "../../generators/diffusion/unet_plan.ts";
import { type Generator } from "../../generators/generator.ts";
import { type Runtime } from "../../runtime/runtime.ts";
import { type Tensor, zeros } from "../../tensor.ts";
import { type DiffusionSpec } from "./diffusion_spec.ts";
import { denoiserOf, type ReadDiffusion, readDiffusion } from "./diffusion_use.ts";
import { type DragEdit } from "./drag_edit.ts";
import { editSettings } from "./edit_settings.ts";
import { arrivalWarning } from "../arrival_warning.ts";
import { METHODS } from "../methods/mod.ts";
import { type OpenedSpec, type ReadSpec } from "../open_spec.ts";
import { checkProblem, type DragProblem } from "../problem.ts";
import { readMask } from "./read_mask.ts";
import { maskWarning } from "../still_places.ts";
import { readSubject, type Subject } from "./subject.ts";

/** A SPEC's files. */
interface Inputs extends ReadDiffusion {
  readonly spec: DiffusionSpec;
  readonly subject: Subject;
  readonly mutual: DragEdit["mutual"];
}

/** The model as drags see it: points are of the picture as it is shown, whatever size it is worked on at. */
function generatorOf(
  { model, subject, spec: { checkpoint }, ...use }: Inputs,
  denoiser: EditDenoiser,
  context?: DiffusionGeneratorOptions["context"],
): Generator {
  const { size, shown } = subject;
  const { prompt, timestep, steps } = use;
  const options = { size, prompt, timestep, steps, checkpoint, ...(context ? { context } : {}) };
  return { ...diffusionGenerator(denoiser, model.vae, options), size: shown };
}

/** What a picture's LoRA is: that of a file, one to be trained, or none. */
function loraOf({ lora, spec }: Inputs): Pick<InvertOptions, "lora" | "training"> {
  if (lora) return { lora: { layers: lora.unet, scale: lora.scale } };
  return { training: typeof spec.lora === "object" && "train" in spec.lora ? spec.lora.train : false };
}

/** Takes what is dragged to its noise level. */
async function noisyPicture(
  inputs: Inputs,
  runtime: Runtime,
  options: StageOptions,
): Promise<NoisyPicture & Pick<InvertedPicture, "layers">> {
  const { model, subject, prompt, timestep, steps } = inputs;
  const numbers = { ...options, runtime, steps, timestep };
  if (subject.kind === "image") {
    return await invertPicture(model, { image: subject.image, prompt }, { ...numbers, ...loraOf(inputs) });
  }
  const denoiser = await denoiserOf(inputs, runtime);
  if (subject.kind === "latent") return { denoiser, prompt, inverted: subject.latent, timestep, steps };
  const shape = generatorOf(inputs, denoiser).latentShape;
  return await generateLatent(denoiser, { ...numbers, prompt, seed: subject.seed, shape });
}

/** Computes what the drag starts with. */
async function opened(
  inputs: Inputs,
  { model: read, problem, method, sha256, warnings }: Omit<ReadSpec, "open">,
  runtime: Runtime,
  options: StageOptions,
): Promise<OpenedSpec> {
  const { spec, model, subject, mutual, lora } = inputs;
  const picture = await noisyPicture(inputs, runtime, options);
  const edit = {
    ...{
      model,
      picture,
      mutual,
      settings: editSettings(spec, subject.size, picture.timestep, mutual),
    },
    ...(subject.kind === "image" ? { source: subject.source } : {}),
    ...(picture.layers && !lora ? { trained: picture.layers } : {}),
  };
  const context = await promptContext(runtime, picture.denoiser, picture.prompt, 1);
  return {
    model: { ...read, generator: generatorOf(inputs, picture.denoiser, context) },
    problem: { ...problem, latent: picture.inverted },
    ...{ method, sha256, warnings, edit },
  };
}

async function textHash({ text, negative }: Prompt): Promise<string> {
  return (await Promise.all([text, ...(negative ? [negative] : [])].map(tensorHash))).join(" ");
}

function problemOf({ spec, subject }: Inputs, generator: Generator, mask: Tensor | undefined): DragProblem {
  const latent = subject.kind === "latent" ? subject.latent : zeros(generator.latentShape);
  const problem = { latent, points: spec.points, steps: spec.steps, ...(mask ? { mask } : {}) };
  checkProblem(generator, problem);
  return problem;
}

/**
 * The control with its defaults for the model.
 *
 * @throws {InputError} when it begins at a layer that the model does not have, or after the last denoising step.
 */
function controlOf(
  { mutualAttention }: DiffusionSpec,
  { model, steps, timestep }: ReadDiffusion,
): DragEdit["mutual"] {
  if (!mutualAttention) return false;
  const { length } = transformersOf(unetPlan(model.unet.config));
  const control = mutualControl(mutualAttention, length);
  const denoising = stepsTo(plainDenoiser(model).schedule, steps, timestep);
  const check = (field: keyof typeof control, all: string, count: number): void => {
    if (control[field] < count) return;
    throw new InputError(
      `mutualAttention.${field}: Expected one of ${all}, from 0, but found ${control[field]}.`,
    );
  };
  check("startLayer", `the model's ${length} transformers`, length);
  check("startStep", `the ${denoising} denoising steps`, denoising);
  return control;
}

/** Reads a SPEC for a diffusion model. */
export async function readDiffusionSpec(
  spec: DiffusionSpec,
  source: string,
  folder: string,
  runtime: Runtime,
): Promise<ReadSpec> {
  const read = await readDiffusion(spec, source, folder, runtime);
  const mutual = controlOf(spec, read);
  const subject = await readSubject(spec, folder, read.model, runtime);
  const inputs = { ...read, spec, subject, mutual };
  const { model, lora, prompt } = inputs;
  const generator = generatorOf(inputs, plainDenoiser(model));
  const mask = await readMask(spec, folder, generator.size);
  const problem = problemOf(inputs, generator, mask);
  const method = METHODS[spec.method]!(generator, spec.options);
  const odd = [
    mask && maskWarning(generator, method, mask, `The mask ${spec.mask}`),
    arrivalWarning(generator, method, spec.points),
  ];
  const checked = {
    model: { generator, latents: diffusionLatents(generator.latentShape), sha256: model.sha256 },
    ...{ problem, method },
    sha256: {
      ...{ model: model.sha256, ...subject.sha256, text: await textHash(prompt) },
      ...(lora ? { lora: lora.sha256 } : {}),
      ...(mask ? { mask: await tensorHash(mask) } : {}),
    },
    warnings: [...subject.warnings, ...read.warnings, ...odd.filter((warning) => warning !== undefined)],
  };
  return { ...checked, open: (options = {}) => opened(inputs, checked, runtime, options) };
}
