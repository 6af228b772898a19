import { join, resolve } from "node:path";
import { InputError } from "../errors.ts";
import { isHubName } from "../hub/hugging_face.ts";
import { FACES_DIFFUSION } from "./diffusion/faces_diffusion.ts";
import { isThere } from "../hub/is_there.ts";
import { INVERSION_FILES, STAGES } from "./inversion_files.ts";

/** The name of the embedded default. */
export const DEFAULT_MODEL = "faces";

/** What a model is: a generator that draws pictures at once, or one that removes noise. */
export type ModelFamily = "gan" | "diffusion";

/** A model as a user named it. */
export interface ModelSource {
  /** What it is. */
  readonly family: ModelFamily;
  /** `"faces"`, a path, or a name in Hugging Face's cache. */
  readonly source: string;
  /** The .npy of the latent that is meant where none is named: that of an inverted picture. */
  readonly latent?: string;
}

/** What the folder of a model holds: an inverted picture, or a diffusion model. */
async function folderSource(path: string): Promise<ModelSource> {
  if (await isThere(join(path, INVERSION_FILES.record))) {
    return { family: "gan", source: path, latent: join(path, INVERSION_FILES.latent) };
  }
  if (!await isThere(join(path, STAGES))) return { family: "diffusion", source: path };
  throw new InputError(
    `Expected a finished inversion in ${path} but found one that was stopped; the same invert command goes on with it.`,
  );
}

/**
 * What a user means by the name of a model: the folder of an inverted picture is a GAN; another folder, and what looks like
 * a name in Hugging Face's cache and is no file, is a diffusion model; a file is a GAN.
 *
 * @param folder the folder that relative paths start from (default the current one).
 * @throws {InputError} when there is nothing of that name, or an inversion that is not finished.
 */
export async function modelSource(model: string, folder = "."): Promise<ModelSource> {
  if (model === DEFAULT_MODEL) return { family: "gan", source: model };
  const path = resolve(folder, model);
  const info = await Deno.stat(path).catch(() => undefined);
  if (info?.isDirectory) return await folderSource(path);
  if (info) return { family: "gan", source: path };
  if (model === FACES_DIFFUSION || (isHubName(model) && !model.endsWith(".pkl"))) {
    return { family: "diffusion", source: model };
  }
  throw new InputError(
    `Expected "${DEFAULT_MODEL}", a StyleGAN2 .pkl or a diffusers folder as model at ${path} but found nothing there.`,
  );
}
