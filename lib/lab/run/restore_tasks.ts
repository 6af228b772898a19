import { csvParse } from "d3-dsv";
import { join } from "node:path";
import { z } from "zod";
import { inFile, InputError } from "../../errors.ts";
import { ifThere } from "../../hub/if_there.ts";
import { isThere } from "../../hub/is_there.ts";
import {
  checkOrigin,
  checkSameSettings,
  KEY,
  type Manifest,
  type Origin,
  ORIGIN_FIELDS,
  ROW,
} from "./manifest.ts";
import { parseJson } from "../../parse_json.ts";
import { secondsIn } from "./part_seconds.ts";
import { readKeyedResults } from "./results.ts";
import { FILES } from "./results_folder.ts";
import { type Value } from "./row.ts";
import { saveResult } from "./task_files.ts";

/** Seconds of the parts of every task, in the order of the results; none where the folder does not hold them. */
async function readSeconds(folder: string): Promise<readonly Readonly<Record<string, number>>[]> {
  const text = await Deno.readTextFile(join(folder, FILES.timings)).catch(() => "");
  const value = (cell: string): Value => (cell === "" ? null : Number(cell));
  return csvParse(text).map((cells: Readonly<Record<string, string>>) =>
    secondsIn(Object.fromEntries(Object.entries(cells).map(([name, cell]) => [name, value(cell)])))
  );
}

/** Out of the gathered results in a folder that holds only these: all, whether their tasks are of this run or not. */
async function restoreGathered(folder: string, manifest: Manifest): Promise<void> {
  const isOpen = (): Promise<boolean> => isThere(join(folder, FILES.manifest));
  if (await isOpen() || !await isThere(join(folder, FILES.results))) return;
  const { rows, origin } = await readKeyedResults(folder, manifest).catch(async (error: unknown) => {
    // Another worker, which was here a moment before, has made the files of the tasks, and removed the results.
    if (await isOpen()) return { rows: [], origin: manifest };
    throw error;
  });
  checkSameSettings(folder, origin, manifest);
  const seconds = await readSeconds(folder);
  await Deno.mkdir(join(folder, FILES.tasks), { recursive: true });
  for (const [i, { [KEY]: key, ...row }] of rows.entries()) {
    const task = { key: keyIn(folder, key), columns: {} };
    await saveResult(folder, manifest, task, { row, seconds: seconds[i] ?? {} });
  }
}

/** The key of a row's task. */
function keyIn(folder: string, key: Value | undefined): string {
  if (typeof key === "string") return key;
  throw new InputError(
    `Expected rows that name their tasks in ${
      join(folder, FILES.results)
    } but found none, so that they cannot be ` +
      "gone on from; choose another folder.",
  );
}

/** The result of a task as it was saved until tasks had Parquet files. */
const JSON_RESULT = z.strictObject({
  ...ORIGIN_FIELDS,
  key: z.string(),
  row: ROW,
  seconds: z.record(z.string(), z.number()),
});

/** Out of the JSON files that tasks had before, which are removed. */
async function restoreJson(folder: string, origin: Origin): Promise<void> {
  const tasks = join(folder, FILES.tasks);
  if (!await isThere(tasks)) return;
  for await (const { name } of Deno.readDir(tasks)) {
    if (!name.endsWith(".json")) continue;
    const path = join(tasks, name);
    const text = await ifThere(Deno.readTextFile(path));
    if (text === undefined) continue;
    const value = inFile(path, () => parseJson(text));
    checkOrigin(path, value, origin);
    const { success, data } = JSON_RESULT.safeParse(value);
    if (!success) throw new InputError(`Expected the result of a task in ${path} but found something else.`);
    await saveResult(folder, origin, { key: data.key, columns: {} }, data);
    await ifThere(Deno.remove(path));
  }
}

/**
 * Makes files of single tasks again out of what else a folder holds their results in: the gathered results, where it
 * holds only these, whose keys, the hashes of all that a result depends on, say which are of this run; and the JSON
 * files that tasks had before. A run that takes hours can so be committed in pieces, and gone on with elsewhere.
 *
 * @throws {InputError} when the results are half written, of other settings, or of another experiment or version.
 */
export async function restoreTasks(folder: string, manifest: Manifest): Promise<void> {
  await restoreJson(folder, manifest);
  await restoreGathered(folder, manifest);
}
