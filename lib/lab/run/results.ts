import { join } from "node:path";
import { z } from "zod";
import { InputError } from "../../errors.ts";
import { readInputFile } from "../../hub/read_file.ts";
import { writeAtomically } from "../../hub/write_atomically.ts";
import { writing } from "../../hub/writing.ts";
import { canonicalJson } from "./json.ts";
import {
  checkOrigin,
  KEY,
  type ListedTask,
  type Manifest,
  type Origin,
  ORIGIN_FIELDS,
  parseWhole,
} from "./manifest.ts";
import { decodeParquet, encodeParquet, type ParquetFile } from "./parquet.ts";
import { FILES, readResult, removeStrays, type SavedResult } from "./results_folder.ts";
import { type Row } from "./row.ts";
import { tableCsv, tableMarkdown } from "../tables/table_text.ts";
import { meanTimesTable, timingsTable } from "./timings.ts";

/** Name of the note in a Parquet file that says what it is of. */
const NOTE = "stabledrag";

/**
 * Puts the results of all tasks together into one Parquet file, in the order of the tasks, and their times, which
 * differ from run to run, into files of their own: of each task, and the means of those that differ in the seed only.
 *
 * @returns the tasks that have no result yet; if there are any, nothing was written.
 * @throws {InputError} when the result of a task is half written or of another version.
 */
export async function gatherResults(folder: string, manifest: Manifest): Promise<readonly ListedTask[]> {
  const { tasks, format, experiment, version, settings } = manifest;
  const found: (SavedResult | undefined)[] = [];
  for (const task of tasks) found.push(await readResult(folder, manifest, task));
  const missing = tasks.filter((_, i) => found[i] === undefined);
  if (missing.length > 0) return missing;
  const results = found as SavedResult[];
  const note = { [NOTE]: canonicalJson({ format, experiment, version, settings }) };
  const bytes = encodeParquet({
    rows: results.map(({ row }, i) => ({ [KEY]: tasks[i]!.key, ...row })),
    note,
  });
  const write = (name: string, content: Uint8Array | string): Promise<void> =>
    writing(join(folder, name), () => writeAtomically(join(folder, name), content));
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

const NOTED = z.object({ ...ORIGIN_FIELDS, settings: z.record(z.string(), z.json()) });

/**
 * What the gathered results in a folder are of, and what they all depend on.
 *
 * @throws {InputError} when there are none, or they do not say so.
 */
export async function readOrigin(folder: string): Promise<Omit<Manifest, "tasks">> {
  const { note, path } = await readFile(folder);
  const { success, data } = NOTED.safeParse(parseWhole(path, note[NOTE] ?? "null"));
  if (success) return data;
  throw new InputError(`Expected results of an experiment in ${path} but found others.`);
}

/**
 * The rows of a folder's results with the keys of their tasks in the column {@linkcode KEY}.
 *
 * @throws {InputError} when there are none, or they are half written or of another experiment or version.
 */
export async function readKeyedResults(folder: string, origin: Origin): Promise<readonly Row[]> {
  const { rows, note, path } = await readFile(folder);
  checkOrigin(path, note[NOTE] === undefined ? undefined : parseWhole(path, note[NOTE]), origin);
  if (rows.length === 0) throw new InputError(`Expected results in ${path} but found none.`);
  return rows;
}

/**
 * The rows of a folder's results, once all of its tasks are done.
 *
 * @throws {InputError} when there are none, or they are half written or of another experiment or version.
 */
export const readResults = async (folder: string, origin: Origin): Promise<readonly Row[]> =>
  (await readKeyedResults(folder, origin)).map(({ [KEY]: _, ...row }) => row);
