import { resolve } from "node:path";
import { inFile } from "../errors.ts";
import { decodeNpy } from "../formats/npy.ts";
import { latentAt, type LatentSource } from "../generators/latents.ts";
import { DEFAULT_MODEL, type Model, openModel } from "../generators/load.ts";
import { readInputFile } from "../hub/read_file.ts";
import { sha256 } from "../hub/sha256.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { bytesOf, type Tensor } from "../tensor.ts";
import { checkProblem, type DragProblem } from "./problem.ts";
import { decodeMask } from "./mask.ts";
import { type Method } from "./method.ts";
import { METHODS } from "./methods/mod.ts";
import { type Provenance } from "./provenance.ts";
import { type Spec } from "./spec.ts";
import { maskWarning } from "./still_places.ts";

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
}

async function sourceOf(latent: Spec["latent"], folder: string): Promise<LatentSource> {
  if (typeof latent === "object" && "seed" in latent) return latent;
  const { file, kind } = typeof latent === "string" ? { file: latent } : latent;
  const path = resolve(folder, file);
  const bytes = await readInputFile(path, "a latent");
  const array = inFile(path, () => decodeNpy(bytes));
  return kind ? { array, kind } : { array };
}

async function maskOf(spec: Spec, folder: string): Promise<Tensor | undefined> {
  if (spec.mask === undefined) return undefined;
  const path = resolve(folder, spec.mask);
  const bytes = await readInputFile(path, "a mask");
  return inFile(path, () => decodeMask(bytes));
}

/**
 * Opens what a SPEC names, and checks that it fits together.
 *
 * @param folder the folder that its relative paths start from.
 * @throws {InputError} when a file is missing or broken, or does not fit the model.
 */
export async function openSpec(spec: Spec, folder: string, runtime: Runtime): Promise<OpenedSpec> {
  const { noise, options: { trainableRows } } = spec;
  const source = spec.model === DEFAULT_MODEL ? spec.model : resolve(folder, spec.model);
  const model = await openModel(source, { noise, ...(trainableRows ? { trainableRows } : {}) });
  const latents = await model.latents(runtime, await sourceOf(spec.latent, folder), spec.class);
  const latent = latentAt(latents, spec.latentIndex);
  const mask = await maskOf(spec, folder);
  const problem: DragProblem = { latent, points: spec.points, steps: spec.steps, ...(mask ? { mask } : {}) };
  checkProblem(model.generator, problem);
  const method = METHODS[spec.method]!(model.generator, spec.options);
  const hashes = {
    model: model.sha256,
    latent: await sha256(bytesOf(latent.data)),
    ...(mask ? { mask: await sha256(bytesOf(mask.data)) } : {}),
  };
  const warning = mask && maskWarning(model.generator, method, mask, `The mask ${spec.mask}`);
  return { model, problem, method, sha256: hashes, warnings: warning ? [warning] : [] };
}
