import { join, resolve } from "node:path";
import { InputError } from "../../errors.ts";
import { FILES } from "../folder.ts";
import { type Spec } from "../spec.ts";

/** The files that a SPEC names, by its fields. */
function inputFiles(spec: Spec): Record<string, string | undefined> {
  const fileOf = (value: unknown): string | undefined => {
    if (typeof value === "string") return value;
    const { file } = { file: undefined, ...value as object };
    return file;
  };
  const { model, latent, mask } = spec;
  if (spec.family === "gan") return { model, latent: fileOf(latent), mask };
  const { image, promptEmbeds, negativePromptEmbeds, lora } = spec;
  const own = lora === "none" ? undefined : fileOf(lora);
  return { model, image, latent: fileOf(latent), mask, promptEmbeds, negativePromptEmbeds, lora: own };
}

/** Where a file really is; absent where there is none. */
const placeOf = (path: string): Promise<string | undefined> => Deno.realPath(path).catch(() => undefined);

/** All that is replaced or removed in the folder of a drag that is made again, and the folder itself, for a model. */
export const replacedIn = (folder: string): string[] => [
  folder,
  ...Object.values(FILES).map((name) => join(folder, name)),
];

/**
 * Checks that a drag does not replace what it reads: results of an earlier drag can be read, but not from where the new
 * ones go to.
 *
 * @param base the folder that the SPEC's relative paths start from.
 * @param replaced paths of what is written or removed.
 * @throws {InputError} naming the field and the file.
 */
export async function checkInputsStay(spec: Spec, base: string, replaced: readonly string[]): Promise<void> {
  const places = await Promise.all(replaced.map(placeOf));
  for (const [field, file] of Object.entries(inputFiles(spec))) {
    const path = file === undefined ? undefined : await placeOf(resolve(base, file));
    if (path === undefined || !places.includes(path)) continue;
    throw new InputError(
      `${field}: Expected a file that the drag does not replace but found ${file}, where its results go; choose ` +
        "another place for these.",
    );
  }
}
