import { join } from "node:path";
import { FILES } from "../folder.ts";
import { type Spec } from "../spec.ts";

/** Paths of the results in the folder of a drag. */
export const resultFiles = (folder: string): string[] =>
  Object.values(FILES).map((name) => join(folder, name));

/** The path that a field holds, if it holds one. */
function fileIn(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  const { file } = { file: undefined, ...value as object };
  return file;
}

/**
 * Paths of the files that a SPEC names, by its fields, as they are written; of a model's folder those that have the names
 * of a drag's results.
 */
export function inputFiles(spec: Spec): Record<string, readonly string[]> {
  const { model, latent, mask } = spec;
  const fields = spec.family === "gan" ? { latent, mask } : {
    ...{ image: spec.image, latent, mask },
    ...{ promptEmbeds: spec.promptEmbeds, negativePromptEmbeds: spec.negativePromptEmbeds },
    ...(spec.lora === "none" ? {} : { lora: spec.lora }),
  };
  const named = Object.entries(fields).map(([field, value]) => {
    const file = fileIn(value);
    return [field, file === undefined ? [] : [file]] as const;
  });
  return { model: resultFiles(model), ...Object.fromEntries(named) };
}
