import { csvParse } from "d3-dsv";
import { join } from "node:path";
import { KEY, type Manifest } from "./manifest.ts";
import { readKeyedResults } from "./results.ts";
import { FILES, saveResult } from "./results_folder.ts";
import { PART_SUFFIX } from "./timings.ts";
import { isThere } from "../../hub/is_there.ts";

/** Seconds of the parts of every task, in the order of the results; none where the folder does not hold them. */
async function readSeconds(folder: string): Promise<readonly Readonly<Record<string, number>>[]> {
  const text = await Deno.readTextFile(join(folder, FILES.timings)).catch(() => "");
  return csvParse(text).map((cells: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(cells).flatMap(([name, cell]) =>
        name.endsWith(PART_SUFFIX) && cell ? [[name.slice(0, -PART_SUFFIX.length), Number(cell)]] : []
      ),
    )
  );
}

/**
 * Makes files of single tasks again out of the gathered results in a folder that holds only these, as far as the tasks
 * are of this run: their keys, the hashes of all that their results depend on, are in the file. A run that takes hours
 * can so be committed in pieces, and gone on with elsewhere.
 *
 * @throws {InputError} when the results are half written, or of another experiment or version.
 */
export async function restoreTasks(folder: string, manifest: Manifest): Promise<void> {
  if (await isThere(join(folder, FILES.manifest)) || !await isThere(join(folder, FILES.results))) return;
  const tasks = new Map(manifest.tasks.map((task) => [task.key, task]));
  const rows = await readKeyedResults(folder, manifest);
  const seconds = await readSeconds(folder);
  await Deno.mkdir(join(folder, FILES.tasks), { recursive: true });
  for (const [i, { [KEY]: key, ...row }] of rows.entries()) {
    const task = tasks.get(String(key));
    if (task) await saveResult(folder, manifest, task, { row, seconds: seconds[i] ?? {} });
  }
}
