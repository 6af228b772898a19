import { join } from "node:path";
import { z } from "zod";
import { InputError } from "../../errors.ts";
import { ifThere } from "../../hub/if_there.ts";
import { writeAtomically } from "../../hub/write_atomically.ts";
import { systemReason, writing } from "../../hub/writing.ts";
import { type TaskResult } from "../experiment.ts";
import {
  checkOrigin,
  checkSameSettings,
  type ListedTask,
  type Manifest,
  type Origin,
  ORIGIN_FIELDS,
  parseManifest,
  parseWhole,
  ROW,
} from "./manifest.ts";
import { checkRow, type Row, rowInWords } from "./row.ts";

/** The files of an experiment's folder, beside its tables and figures. */
export const FILES = {
  manifest: "manifest.json",
  tasks: "tasks",
  results: "results.parquet",
  timings: "timings.csv",
  meanTimes: { csv: "seconds.csv", md: "seconds.md" },
} as const;

/** The result of a task as it is saved: its row with the columns of the task before it. */
export interface SavedResult {
  /** Columns of the task, and what it found out. */
  readonly row: Row;
  /** How long its parts took. */
  readonly seconds: Readonly<Record<string, number>>;
}

const RESULT = z.strictObject({
  ...ORIGIN_FIELDS,
  key: z.string(),
  row: ROW,
  seconds: z.record(z.string(), z.number()),
});

const taskPath = (folder: string, key: string): string => join(folder, FILES.tasks, `${key}.json`);

/**
 * The manifest of a folder of results.
 *
 * @throws {InputError} when there is none, or it is half written or of another experiment or version.
 */
export async function readManifest(folder: string, origin: Origin): Promise<Manifest> {
  const path = join(folder, FILES.manifest);
  const text = await ifThere(Deno.readTextFile(path)).catch((cause: unknown) => {
    throw new InputError(`Expected ${path} but found that it cannot be read: ${systemReason(cause)}.`, {
      cause,
    });
  });
  if (text === undefined) {
    throw new InputError(`Expected results in ${folder} but found no ${FILES.manifest}.`);
  }
  return parseManifest(path, text, origin);
}

/**
 * Opens a folder for results, and makes it where there is none. Results it holds are kept where they are of the same
 * settings; a longer or shorter list of tasks replaces that of before.
 *
 * @throws {InputError} when it holds results of other settings or another version, or cannot be written.
 */
export async function openFolder(folder: string, manifest: Manifest): Promise<void> {
  try {
    await Deno.mkdir(join(folder, FILES.tasks), { recursive: true });
    const path = join(folder, FILES.manifest);
    const text = `${JSON.stringify(manifest, undefined, 1)}\n`;
    const held = await ifThere(Deno.readTextFile(path));
    if (held === text) return;
    if (held !== undefined) checkSameSettings(folder, parseManifest(path, held, manifest), manifest);
    await Deno.remove(join(folder, FILES.results)).catch(() => {});
    await writeAtomically(path, text);
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    const reason = systemReason(cause);
    throw new InputError(`Expected a folder that can be written at ${folder} but found: ${reason}.`, {
      cause,
    });
  }
}

/** Keys of the tasks whose results a folder holds. */
export async function keysIn(folder: string): Promise<Set<string>> {
  const files = await Array.fromAsync(Deno.readDir(join(folder, FILES.tasks)));
  return new Set(files.filter(({ name }) => name.endsWith(".json")).map(({ name }) => name.slice(0, -5)));
}

/**
 * Saves the result of a task, whole or not at all.
 *
 * @throws {InputError} when a number of it is not finite.
 */
export async function saveResult(
  folder: string,
  { format, experiment, version }: Origin,
  { key, columns }: ListedTask,
  { row, seconds = {} }: TaskResult,
): Promise<void> {
  checkRow(row, rowInWords(columns));
  const saved = { format, experiment, version, key, row: { ...columns, ...row }, seconds };
  const path = taskPath(folder, key);
  await writing(path, () => writeAtomically(path, `${JSON.stringify(saved)}\n`));
}

/**
 * The result of a task; nothing where the folder has none.
 *
 * @throws {InputError} when it is half written, or of another experiment, version or task.
 */
export async function readResult(
  folder: string,
  origin: Origin,
  { key }: ListedTask,
): Promise<SavedResult | undefined> {
  const path = taskPath(folder, key);
  const text = await ifThere(Deno.readTextFile(path));
  if (text === undefined) return undefined;
  const value = parseWhole(path, text);
  checkOrigin(path, value, origin);
  const { success, data } = RESULT.safeParse(value);
  if (success && data.key === key) return { row: data.row, seconds: data.seconds };
  throw new InputError(`Expected the result of task ${key} in ${path} but found something else.`);
}

/** Removes what killed runs left half written among the results of tasks. */
export async function removeStrays(folder: string): Promise<void> {
  const tasks = join(folder, FILES.tasks);
  for await (const { name } of Deno.readDir(tasks)) {
    if (name.endsWith(".part")) await Deno.remove(join(tasks, name)).catch(() => {});
  }
}
