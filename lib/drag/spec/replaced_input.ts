import { join, resolve } from "node:path";
import { InputError } from "../../errors.ts";
import { ifThere } from "../../hub/if_there.ts";
import { FILES } from "../folder.ts";
import { type Spec } from "../spec.ts";

/** The files that a SPEC names, by its fields. */
function inputFiles(spec: Spec): Record<string, string | undefined> {
  const fileOf = (value: unknown): string | undefined => {
    if (typeof value === "string") return value;
    const { file } = { file: undefined, ...value as object };
    return file;
  };
  const { latent, mask } = spec;
  if (spec.family === "gan") return { latent: fileOf(latent), mask };
  const { image, promptEmbeds, negativePromptEmbeds, lora } = spec;
  const own = lora === "none" ? undefined : fileOf(lora);
  return { image, latent: fileOf(latent), mask, promptEmbeds, negativePromptEmbeds, lora: own };
}

const placeOf = async (path: string): Promise<string | undefined> => await ifThere(Deno.realPath(path));

/**
 * Checks that a drag does not replace what it reads: results of an earlier drag can be read, but not from the folder
 * that the new ones go to.
 *
 * @param base the folder that the SPEC's relative paths start from.
 * @param folder the folder of the results.
 * @throws {InputError} naming the field and the file.
 */
export async function checkInputsStay(spec: Spec, base: string, folder: string): Promise<void> {
  const results = await Promise.all(Object.values(FILES).map((name) => placeOf(join(folder, name))));
  for (const [field, file] of Object.entries(inputFiles(spec))) {
    const path = file === undefined ? undefined : await placeOf(resolve(base, file));
    if (path === undefined || !results.includes(path)) continue;
    throw new InputError(
      `${field}: Expected a file that the drag does not replace but found ${file}, which is among its results; ` +
        "choose another folder for these.",
    );
  }
}
