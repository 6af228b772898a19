import { join } from "node:path";
import { z } from "zod";
import { ifThere } from "../hub/if_there.ts";
import { stemsIn } from "../hub/stems_in.ts";
import { writeFile } from "../hub/write_file.ts";
import { type ListedTask, ROW } from "../lab/run/manifest.ts";
import { type Schema } from "../schema.ts";
import { readSound } from "./read_sound.ts";

/** A task that failed when it was last run. */
export interface Failure extends ListedTask {
  /** Why, in one sentence. */
  readonly reason: string;
}

const FAILURE: Schema<Failure> = z.strictObject({ key: z.string(), columns: ROW, reason: z.string() });

const [FOLDER, ENDING] = ["failed", ".json"];

const pathOf = (folder: string, key: string): string => join(folder, FOLDER, `${key}${ENDING}`);

/** Notes that a task failed. */
export const noteFailure = (folder: string, failure: Failure): Promise<void> =>
  writeFile(pathOf(folder, failure.key), JSON.stringify(failure));

/** Forgets that a task had failed, if it had. */
export const forgetFailure = async (folder: string, key: string): Promise<void> => {
  await ifThere(Deno.remove(pathOf(folder, key)));
};

/** Keys of the tasks that failed when they were last run. */
export const failedKeys = async (folder: string): Promise<readonly string[]> =>
  await ifThere(stemsIn(join(folder, FOLDER), ENDING)) ?? [];

/** The failure of a task; nothing where it did not fail. */
export const readFailure = (folder: string, key: string): Promise<Failure | undefined> =>
  readSound(pathOf(folder, key), FAILURE);
