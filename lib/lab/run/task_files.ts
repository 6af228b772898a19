import { join } from "node:path";
import { InputError } from "../../errors.ts";
import { ifThere } from "../../hub/if_there.ts";
import { stemsIn } from "../../hub/stems_in.ts";
import { writeFile } from "../../hub/write_file.ts";
import { systemReason } from "../../hub/writing.ts";
import { type TaskResult } from "../experiment.ts";
import { KEY, type ListedTask, type Origin } from "./manifest.ts";
import { checkOriginNote, originNote } from "./origin_note.ts";
import { decodeParquet, encodeParquet } from "./parquet.ts";
import { PART_SUFFIX, secondsColumns, secondsIn } from "./part_seconds.ts";
import { FILES } from "./results_folder.ts";
import { checkRow, type Row, rowInWords } from "./row.ts";

/** The result of a task as it is saved: its row with the columns of the task before it. */
export interface SavedResult {
  /** Columns of the task, and what it found out. */
  readonly row: Row;
  /** How long its parts took. */
  readonly seconds: Readonly<Record<string, number>>;
}

const [ENDING, STRAY] = [".parquet", ".part"];

/** The file of a task's result. */
const taskPath = (folder: string, key: string): string => join(folder, FILES.tasks, `${key}${ENDING}`);

/** Keys of the tasks whose results a folder holds. */
export const keysIn = async (folder: string): Promise<Set<string>> =>
  new Set(await ifThere(stemsIn(join(folder, FILES.tasks), ENDING)) ?? []);

/** Whether a column is none of a row, but one that files of tasks have beside it. */
const isBeside = (name: string): boolean => name === KEY || name.endsWith(PART_SUFFIX);

/**
 * Checks that the result of a task can be saved and read again as it is.
 *
 * @throws {InputError} when a number of it is not finite, or a column has a name that is taken.
 */
export function checkResult({ columns }: Pick<ListedTask, "columns">, { row }: TaskResult): void {
  checkRow(row, rowInWords(columns));
  const taken = Object.keys({ ...columns, ...row }).find(isBeside);
  if (taken === undefined) return;
  throw new InputError(
    `Expected columns of results that are not "${KEY}" and do not end with ${PART_SUFFIX} but found ${taken}.`,
  );
}

/**
 * Saves the result of a task as a Parquet file of one row, whole or not at all.
 *
 * @throws {InputError} when it cannot be read again as it is (see {@linkcode checkResult}), or not be written.
 */
export async function saveResult(
  folder: string,
  origin: Origin,
  { key, columns }: ListedTask,
  { row, seconds = {} }: TaskResult,
): Promise<void> {
  checkResult({ columns }, { row });
  const bytes = encodeParquet({
    rows: [{ [KEY]: key, ...columns, ...row, ...secondsColumns(seconds) }],
    note: originNote(origin),
  });
  await writeFile(taskPath(folder, key), bytes);
}

/**
 * The result of a task; nothing where the folder has none.
 *
 * @throws {InputError} when it cannot be read, is half written, or of another experiment, version or task.
 */
export async function readResult(
  folder: string,
  origin: Origin,
  { key }: ListedTask,
): Promise<SavedResult | undefined> {
  const path = taskPath(folder, key);
  const bytes = await ifThere(Deno.readFile(path)).catch((cause: unknown) => {
    throw new InputError(
      `Expected the result of task ${key} at ${path} but found that it cannot be read: ${
        systemReason(cause)
      }.`,
      { cause },
    );
  });
  if (bytes === undefined) return undefined;
  const { rows: [first, ...others], note } = await decodeParquet(path, bytes);
  checkOriginNote(path, note, origin);
  if (!first || others.length > 0 || first[KEY] !== key) {
    throw new InputError(`Expected the result of task ${key} in ${path} but found something else.`);
  }
  const cells = Object.entries(first).filter(([name]) => !isBeside(name));
  return { row: Object.fromEntries(cells), seconds: secondsIn(first) };
}

/** Removes what killed runs left half written among the results of tasks. */
export async function removeStrays(folder: string): Promise<void> {
  const tasks = join(folder, FILES.tasks);
  for (const stem of await ifThere(stemsIn(tasks, STRAY)) ?? []) {
    await Deno.remove(join(tasks, `${stem}${STRAY}`)).catch(() => {});
  }
}
