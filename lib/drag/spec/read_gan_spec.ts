import { resolve } from "node:path";
import { inSource, latentAt, type LatentSource, latentWarning } from "../../generators/latents.ts";
import { type Model, openModel } from "../../generators/load.ts";
import { readNpy } from "../../hub/read_npy.ts";
import { sha256 } from "../../hub/sha256.ts";
import { type Runtime } from "../../runtime/runtime.ts";
import { bytesOf, type Tensor } from "../../tensor.ts";
import { type GanSpec } from "./gan_spec.ts";
import { arrivalWarning } from "../arrival_warning.ts";
import { type Method } from "../method.ts";
import { METHODS } from "../methods/mod.ts";
import { type ReadSpec } from "../open_spec.ts";
import { checkProblem, type DragProblem } from "../problem.ts";
import { readMask } from "./read_mask.ts";
import { maskWarning } from "../still_places.ts";

async function sourceOf(latent: GanSpec["latent"], folder: string): Promise<LatentSource> {
  if (typeof latent === "object" && "seed" in latent) return latent;
  const { file, kind } = typeof latent === "string" ? { file: latent } : latent;
  const path = resolve(folder, file);
  return { array: await readNpy(path, "a latent"), file: path, ...(kind ? { kind } : {}) };
}

/** What is odd about a SPEC though not wrong. */
function warningsOf(
  { latent, mask: file, seed, points }: GanSpec,
  { generator }: Model,
  method: Method,
  source: LatentSource,
  mask: Tensor | undefined,
): string[] {
  const ambiguous = typeof latent === "string"
    ? latentWarning(generator, source, `The latent ${latent}`, '"kind" beside its "file"')
    : undefined;
  const useless = seed > 0
    ? `The seed ${seed} changes nothing: a drag with a GAN draws no random numbers.`
    : undefined;
  const freezing = mask && maskWarning(generator, method, mask, `The mask ${file}`);
  const short = arrivalWarning(generator, method, points);
  return [ambiguous, useless, freezing, short].filter((warning) => warning !== undefined);
}

/** Reads a SPEC for a GAN: all that it needs is there then. */
export async function readGanSpec(
  spec: GanSpec,
  source: string,
  folder: string,
  runtime: Runtime,
): Promise<ReadSpec> {
  const { noise, options: { trainableRows } } = spec;
  const model = await openModel(source, { noise, ...(trainableRows ? { trainableRows } : {}) });
  const from = await sourceOf(spec.latent, folder);
  const latents = await model.latents(runtime, from, spec.class);
  const latent = inSource(from, () => latentAt(latents, spec.latentIndex));
  const mask = await readMask(spec, folder, model.generator.size);
  const problem: DragProblem = { latent, points: spec.points, steps: spec.steps, ...(mask ? { mask } : {}) };
  const method = METHODS[spec.method]!(model.generator, spec.options);
  checkProblem(model.generator, problem, method);
  const hashes = {
    model: model.sha256,
    latent: await sha256(bytesOf(latent.data)),
    ...(mask ? { mask: await sha256(bytesOf(mask.data)) } : {}),
  };
  const warnings = warningsOf(spec, model, method, from, mask);
  const opened = { model, problem, method, sha256: hashes, warnings };
  return { ...opened, open: () => Promise.resolve(opened) };
}
