import { InputError } from "../errors.ts";
import { latentAt, type LatentKind, latentWarning } from "../generators/latents.ts";
import { type Model, openModel } from "../generators/load.ts";
import { checkFileWritable } from "../hub/check_writable.ts";
import { readNpy } from "../hub/read_npy.ts";
import { inOneBatch } from "../in_one_batch.ts";
import { notFinite } from "../not_finite.ts";
import { type Symbolic } from "../onnx/symbolic.ts";
import { openRuntime, type Runtime } from "../runtime/runtime.ts";
import { type Tensor } from "../tensor.ts";
import { type RuntimeFlags } from "./options.ts";
import { note } from "./terminal.ts";

/** What names a model and its latents on the command line. */
export interface ModelFlags extends RuntimeFlags {
  /** What `openModel` takes. */
  readonly model: string;
  /** Path of a .npy. */
  readonly latent: string;
}

/** What only GANs have a use for. */
export interface GanFlags extends ModelFlags {
  /** What the .npy holds (default: by its shape). */
  readonly kind?: LatentKind;
  /** Noise of StyleGAN2's layers (default "const"). */
  readonly noise?: "const" | "none";
  /** Class of a conditional model. */
  readonly class?: number;
}

/**
 * Runs a graph on every latent [N, …], one after the other: [N, …].
 *
 * @throws {Error} when a result is not finite.
 */
export async function runOnEach(
  runtime: Runtime,
  f: (latent: Symbolic) => Symbolic,
  latents: Tensor<"float32">,
): Promise<Tensor<"float32">> {
  await using compiled = await runtime.compile(f, [latentAt(latents, 0)]);
  const results: Tensor[] = [];
  for (let i = 0; i < latents.shape[0]!; i++) {
    const result = await compiled.run(latentAt(latents, i));
    const odd = notFinite(result.data as Float32Array);
    if (odd !== undefined) {
      throw new Error(`The model made ${odd} of latent ${i}: its weights or the latent are broken.`);
    }
    results.push(result);
  }
  return inOneBatch(results);
}

/** Opens a GAN and latents and runs on each what `choose` makes of the model. */
export async function compute(
  flags: GanFlags,
  choose: (model: Model) => (latent: Symbolic) => Symbolic,
): Promise<Tensor<"float32">> {
  const array = await readNpy(flags.latent, "a latent");
  const model = await openModel(flags.model, flags.noise ? { noise: flags.noise } : {});
  const f = choose(model);
  await using runtime = await openRuntime(flags);
  const source = { array, file: flags.latent, ...(flags.kind ? { kind: flags.kind } : {}) };
  const warning = latentWarning(model.generator, source, `The latent ${flags.latent}`, "--kind");
  if (warning) note(warning);
  return await runOnEach(runtime, f, await model.latents(runtime, source, flags.class));
}

/**
 * Checks the name of a file to be written before any work is done.
 *
 * @throws {InputError} when it ends otherwise, names something that is no file, or cannot be written.
 */
export async function checkOutput(
  path: string,
  endings: readonly string[],
  option = "--out",
): Promise<void> {
  if (!endings.some((ending) => path.toLowerCase().endsWith(ending))) {
    throw new InputError(`Expected ${option} to end with ${endings.join(" or ")} but found ${path}.`);
  }
  await checkFileWritable(path);
}
