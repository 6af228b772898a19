import { join } from "node:path";
import { z } from "zod";
import { inFile } from "../errors.ts";
import { jsonMetadata } from "../formats/json_metadata.ts";
import { decodeSafetensors, encodeSafetensors } from "../formats/safetensors.ts";
import { sha256, sha256OfText } from "../hub/sha256.ts";
import { writeFile } from "../hub/write_file.ts";
import { writing } from "../hub/writing.ts";
import { bytesOf, type Tensor } from "../tensor.ts";
import { type Stage, type StageState } from "./stage.ts";
import { ifThere } from "../hub/if_there.ts";

/** Where the value of a stage is kept. */
export interface StageFile {
  /** The file's path. */
  readonly path: string;
  /** SHA-256 of all that the value depends on. */
  readonly key: string;
}

/** Raised when what a stage computes, or how it is written, changes. */
const VERSION = 1;

/** Hash of a tensor's type and numbers. */
export const tensorHash = async ({ dtype, shape, data }: Tensor): Promise<string> =>
  await sha256OfText(`${dtype} [${shape.join(", ")}] ${await sha256(bytesOf(data))}`);

/** The file of a stage in a folder, which is made if need be. */
export async function stageFile(
  folder: string,
  { name, dependsOn, steps }: Pick<Stage<unknown>, "name" | "dependsOn" | "steps">,
): Promise<StageFile> {
  const recipe = JSON.stringify([VERSION, name, steps, dependsOn]);
  const key = await sha256OfText(recipe);
  await writing(folder, () => Deno.mkdir(folder, { recursive: true }));
  return { path: join(folder, `${name}-${key.slice(0, 16)}.safetensors`), key };
}

/** What a file says beside its tensors. */
const WRITTEN = z.object({ key: z.string(), done: z.int().nonnegative() });

/**
 * What a file holds of its stage; nothing where there is none.
 *
 * @throws {InputError} naming the file when it is broken.
 */
export async function readStage<S>(
  { path, key }: StageFile,
  stage: Stage<S>,
): Promise<StageState<S> | undefined> {
  const bytes = await ifThere(Deno.readFile(path));
  return bytes && inFile(path, () => {
    const { tensors, metadata } = decodeSafetensors(bytes);
    const { key: own, done } = jsonMetadata(metadata, "stage", WRITTEN, "a part of an edit");
    if (own !== key) return undefined;
    return { done, value: stage.valueFrom(tensors, done) };
  });
}

/** Writes how far a stage is. */
export async function writeStage<S>(
  { path, key }: StageFile,
  stage: Stage<S>,
  { done, value }: StageState<S>,
): Promise<void> {
  const metadata = new Map([["format", "pt"], ["stage", JSON.stringify({ key, done })]]);
  await writeFile(path, encodeSafetensors(stage.tensorsOf(value), metadata));
}
