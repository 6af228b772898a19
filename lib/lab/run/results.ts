import { join } from "node:path";
import { InputError } from "../../errors.ts";
import { readInputFile } from "../../hub/read_file.ts";
import { writeFile } from "../../hub/write_file.ts";
import { KEY, type ListedTask, type Manifest, type Origin } from "./manifest.ts";
import { checkOriginNote, notedOrigin, originNote } from "./origin_note.ts";
import { decodeParquet, encodeParquet, type ParquetFile } from "./parquet.ts";
import { FILES, readManifest } from "./results_folder.ts";
import { type Row } from "./row.ts";
import { readResult, removeStrays, type SavedResult } from "./task_files.ts";
import { tableCsv, tableMarkdown } from "../tables/table_text.ts";
import { meanTimesTable, timingsTable } from "./timings.ts";

/** The tasks of a folder that have a result, each with it, and those that have none yet. */
interface Found {
  readonly done: readonly { readonly task: ListedTask; readonly result: SavedResult }[];
  readonly missing: readonly ListedTask[];
}

/** Reads the results of all tasks, as far as they are there. */
async function findResults(folder: string, manifest: Manifest): Promise<Found> {
  const done: { task: ListedTask; result: SavedResult }[] = [];
  const missing: ListedTask[] = [];
  for (const task of manifest.tasks) {
    const result = await readResult(folder, manifest, task);
    if (result) done.push({ task, result });
    else missing.push(task);
  }
  return { done, missing };
}

/**
 * Puts the results of all tasks together into one Parquet file, in the order of the tasks, and their times, which
 * differ from run to run, into files of their own: of each task, and the means of those that differ in the seed only.
 *
 * @returns the tasks that have no result yet; if there are any, nothing was written.
 * @throws {InputError} when the result of a task is half written or of another version.
 */
export async function gatherResults(folder: string, manifest: Manifest): Promise<readonly ListedTask[]> {
  const { tasks, settings } = manifest;
  const { done, missing } = await findResults(folder, manifest);
  if (missing.length > 0) return missing;
  const results = done.map(({ result }) => result);
  const bytes = encodeParquet({
    rows: results.map(({ row }, i) => ({ [KEY]: tasks[i]!.key, ...row })),
    note: originNote(manifest, { settings }),
  });
  const write = (name: string, content: Uint8Array | string): Promise<void> =>
    writeFile(join(folder, name), content);
  const means = meanTimesTable(tasks, results);
  await write(FILES.timings, tableCsv(timingsTable(tasks, results)));
  if (means.rows.length > 0) {
    await write(FILES.meanTimes.csv, tableCsv(means));
    await write(FILES.meanTimes.md, tableMarkdown(means));
  }
  await write(FILES.results, bytes);
  await removeStrays(folder);
  return [];
}

async function readFile(folder: string): Promise<ParquetFile & { readonly path: string }> {
  const path = join(folder, FILES.results);
  return { ...await decodeParquet(path, await readInputFile(path, "the results of all tasks")), path };
}

const withoutKeys = (rows: readonly Row[]): readonly Row[] => rows.map(({ [KEY]: _, ...row }) => row);

function checkSome(path: string, rows: readonly Row[]): void {
  if (rows.length === 0) throw new InputError(`Expected results in ${path} but found none.`);
}

/** Gathered results, of whatever experiment they are. */
export interface GatheredResults {
  /** The file that they are in. */
  readonly path: string;
  /** What they are of, and what they all depend on. */
  readonly origin: Omit<Manifest, "tasks">;
  /** In the order of the tasks. */
  readonly rows: readonly Row[];
}

/**
 * The results in a folder, of whatever experiment in whatever version they are.
 *
 * @throws {InputError} when there are none, or they are half written or do not say of what they are.
 */
export async function readAnyResults(folder: string): Promise<GatheredResults> {
  const { rows, note, path } = await readFile(folder);
  const origin = notedOrigin(path, note);
  checkSome(path, rows);
  return { path, origin, rows: withoutKeys(rows) };
}

/**
 * A folder's results as they are, with the keys of their tasks in the column {@linkcode KEY}.
 *
 * @throws {InputError} when there are none, or they are half written or of another experiment or version.
 */
export async function readKeyedResults(folder: string, origin: Origin): Promise<GatheredResults> {
  const { rows, note, path } = await readFile(folder);
  checkOriginNote(path, note, origin);
  checkSome(path, rows);
  return { rows, path, origin: notedOrigin(path, note) };
}

/**
 * The rows of a folder's results, once all of its tasks are done.
 *
 * @throws {InputError} when there are none, or they are half written or of another experiment or version.
 */
export const readResults = async (folder: string, origin: Origin): Promise<readonly Row[]> =>
  withoutKeys((await readKeyedResults(folder, origin)).rows);

/** What a folder has results of so far. */
export interface PartialResults {
  /** The rows of the tasks that are done, in the order of the tasks. */
  readonly rows: readonly Row[];
  /** The other tasks. */
  readonly missing: readonly ListedTask[];
}

/**
 * The results in a folder of tasks as far as they are there, also while they are run.
 *
 * @throws {InputError} when the folder lists no tasks or none has a result, or some are half written or of another
 *   experiment or version.
 */
export async function readPartialResults(folder: string, origin: Origin): Promise<PartialResults> {
  const { done, missing } = await findResults(folder, await readManifest(folder, origin));
  checkSome(folder, done.map(({ result }) => result.row));
  return { rows: done.map(({ result }) => result.row), missing };
}
