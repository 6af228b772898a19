import { InputError } from "../errors.ts";
import { modelSource } from "../generators/family.ts";
import { openModel } from "../generators/load.ts";
import { type Bench, type Lab } from "../lab/experiment.ts";
import { openRuntime } from "../runtime/runtime.ts";
import { type RuntimeFlags } from "./options.ts";
import { VERSIONS } from "./versions.ts";

/** The sessions of one method that are compiled anew for every drag: its tasks follow each other. */
const KEPT = 6;

/** Opens where experiments compute; the runtime is the caller's to dispose. */
export async function openBench({ provider, threads }: RuntimeFlags): Promise<Bench> {
  const runtime = await openRuntime({ provider, threads, keep: KEPT });
  return { runtime, environment: { versions: VERSIONS, provider: runtime.provider, threads } };
}

/**
 * Opens what experiments on a generator work with; the runtime is the caller's to dispose.
 *
 * @throws {InputError} when the model is a diffusion model: a seed gives noise there, no latent at the level that is dragged at.
 */
export async function openLab({ model, ...flags }: RuntimeFlags & { readonly model: string }): Promise<Lab> {
  if ((await modelSource(model)).family === "diffusion") {
    throw new InputError(
      `Expected "faces" or the path of a StyleGAN2 .pkl as model but found the diffusion model ${model}, which dragbench takes.`,
    );
  }
  const opened = await openModel(model);
  return { model: opened, ...await openBench(flags) };
}
