import { join } from "node:path";
import { isThere } from "../hub/is_there.ts";
import { KEY } from "../lab/run/manifest.ts";
import { secondsColumns } from "../lab/run/part_seconds.ts";
import { FILES, readManifest } from "../lab/run/results_folder.ts";
import { type Row } from "../lab/run/row.ts";
import { keysIn, readResult } from "../lab/run/task_files.ts";

/**
 * The rows of the tasks of a folder's run that have a result, in their order, with their keys and the seconds of their
 * parts; none where the folder has no list of tasks.
 *
 * @throws {InputError} when the result of a task is half written or of another run.
 */
export async function readDoneTasks(folder: string): Promise<readonly Row[]> {
  if (!await isThere(join(folder, FILES.manifest))) return [];
  const [manifest, held] = await Promise.all([readManifest(folder), keysIn(folder)]);
  const rows: Row[] = [];
  for (const task of manifest.tasks.filter(({ key }) => held.has(key))) {
    const result = await readResult(folder, manifest, task);
    if (result) rows.push({ [KEY]: task.key, ...result.row, ...secondsColumns(result.seconds) });
  }
  return rows;
}
