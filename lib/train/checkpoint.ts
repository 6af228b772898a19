import { z } from "zod";
import { FormatError, inFile } from "../errors.ts";
import { firstDifference } from "../first_difference.ts";
import { jsonMetadata } from "../formats/json_metadata.ts";
import { decodeSafetensors, encodeSafetensors } from "../formats/safetensors.ts";
import { writeFile } from "../hub/write_file.ts";
import { stateFrom, stateTensors, type Tensors, type TrainingState } from "./training_state.ts";
import { ifThere } from "../hub/if_there.ts";

/** What a checkpoint says beside its tensors. */
const WRITTEN = z.object({
  recipe: z.string(),
  step: z.int().nonnegative(),
  count: z.int().nonnegative(),
});

/**
 * Writes a state whole or not at all.
 *
 * @param recipe what the training depends on, in words of one's own; reading demands the same.
 */
export async function writeCheckpoint(path: string, recipe: string, state: TrainingState): Promise<void> {
  const { step, count } = state;
  const metadata = new Map([["training", JSON.stringify({ recipe, step, count })]]);
  await writeFile(path, encodeSafetensors(stateTensors(state), metadata));
}

/** The JSON value of a text; the text itself where it is none. */
function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What differs between two recipes: a part by name where both are JSON, which is long, else both. */
function otherRecipe(expected: string, found: string): string {
  const [ours, theirs] = [valueOf(expected), valueOf(found)];
  const part = typeof ours === "object" && typeof theirs === "object"
    ? firstDifference(theirs, ours)
    : undefined;
  return part === undefined
    ? `Expected a training of ${expected} but found one of ${found}.`
    : `Expected the checkpoint of this training but found one with another ${part}.`;
}

/**
 * The state in a checkpoint; nothing where there is no file.
 *
 * @param like weights of the same names and shapes.
 * @throws {InputError} naming the file, when it is broken or is of another recipe.
 */
export async function readCheckpoint(
  path: string,
  recipe: string,
  like: Tensors,
): Promise<TrainingState | undefined> {
  const bytes = await ifThere(Deno.readFile(path));
  return bytes && inFile(path, () => {
    const { tensors, metadata } = decodeSafetensors(bytes);
    const written = jsonMetadata(metadata, "training", WRITTEN, "a training's checkpoint");
    if (written.recipe === recipe) return stateFrom(tensors, written, like);
    throw new FormatError("checkpoint", otherRecipe(recipe, written.recipe));
  });
}
