import { type StageOptions } from "../edit/stage.ts";
import { modelSource } from "../generators/family.ts";
import { type Model } from "../generators/load.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { type DragEdit } from "./spec/drag_edit.ts";
import { type Method } from "./method.ts";
import { type DragProblem } from "./problem.ts";
import { type Provenance } from "./provenance.ts";
import { readDiffusionSpec } from "./spec/read_diffusion_spec.ts";
import { readGanSpec } from "./spec/read_gan_spec.ts";
import { type Spec } from "./spec.ts";

/** A SPEC with all its files read: what {@linkcode drag} takes. */
export interface OpenedSpec {
  /** The model with its latents. */
  readonly model: Model;
  /** What is to be dragged. */
  readonly problem: DragProblem;
  /** How it is dragged. */
  readonly method: Method;
  /** Hashes of what was read. */
  readonly sha256: Provenance["sha256"];
  /** What is odd about the SPEC though not wrong, in sentences. */
  readonly warnings: readonly string[];
  /** How the dragged latent becomes a picture, where it has noise: of diffusion models. */
  readonly edit?: DragEdit;
}

/** A SPEC with all its files read and checked, before anything is computed that takes long. */
export interface ReadSpec extends Omit<OpenedSpec, "edit"> {
  /** Computes what the drag starts with: until then a diffusion model has no LoRA, and a picture's latent is 0. */
  readonly open: (options?: StageOptions) => Promise<OpenedSpec>;
}

/**
 * Reads what a SPEC names, and checks that it fits together.
 *
 * @param folder the folder that its relative paths start from.
 * @throws {InputError} when a file is missing or broken, or does not fit the model.
 */
export async function readSpec(spec: Spec, folder: string, runtime: Runtime): Promise<ReadSpec> {
  const { source } = await modelSource(spec.model, folder);
  return spec.family === "gan"
    ? await readGanSpec(spec, source, folder, runtime)
    : await readDiffusionSpec(spec, source, folder, runtime);
}

/**
 * Opens what a SPEC names, and checks that it fits together. For a picture and a diffusion model that is much work: it is
 * encoded, a LoRA is trained on it, and it is inverted.
 *
 * @param folder the folder that its relative paths start from.
 * @param options of that work: the folder where it is kept (`cache`; default nowhere), what follows it.
 * @throws {InputError} when a file is missing or broken, or does not fit the model.
 */
export async function openSpec(
  spec: Spec,
  folder: string,
  runtime: Runtime,
  options?: StageOptions,
): Promise<OpenedSpec> {
  const read = await readSpec(spec, folder, runtime);
  return await read.open(options);
}
