import { InputError } from "../../errors.ts";
import { firstDifference } from "../../first_difference.ts";
import { checkSameSettings, type ListedTask, type Manifest, type Origin } from "./manifest.ts";
import { restoreTasks } from "./restore_tasks.ts";
import { openFolder, readManifest } from "./results_folder.ts";
import { heldCells, rowInWords } from "./row.ts";
import { readResult, type SavedResult, saveResult } from "./task_files.ts";

/** A task that only one of two runs has. */
function taskOfOne(a: Manifest, b: Manifest): ListedTask | undefined {
  const [keysOfA, keysOfB] = [a, b].map(({ tasks }) => new Set(tasks.map(({ key }) => key))) as [
    Set<string>,
    Set<string>,
  ];
  return a.tasks.find(({ key }) => !keysOfB.has(key)) ?? b.tasks.find(({ key }) => !keysOfA.has(key));
}

/** The manifest that all folders share. */
async function commonManifest(folders: readonly string[], origin: Origin): Promise<Manifest> {
  const [first, ...others] = folders;
  if (first === undefined) throw new InputError("Expected folders to merge but found none.");
  const manifest = await readManifest(first, origin);
  for (const folder of others) {
    const other = await readManifest(folder, origin);
    checkSameSettings(folder, other, manifest);
    const foreign = taskOfOne(manifest, other);
    if (!foreign) continue;
    throw new InputError(
      `Expected shards of the same tasks but found ${
        rowInWords(foreign.columns)
      } in only one of ${first} and ${folder}.`,
    );
  }
  return manifest;
}

/** The result of a task from the folders that have it. */
async function resultIn(
  folders: readonly string[],
  origin: Origin,
  task: ListedTask,
): Promise<SavedResult | undefined> {
  let found: { readonly folder: string; readonly result: SavedResult } | undefined;
  for (const folder of folders) {
    const result = await readResult(folder, origin, task);
    if (
      result && found && firstDifference(heldCells(result.row), heldCells(found.result.row)) !== undefined
    ) {
      throw new InputError(
        `Expected equal results of ${
          rowInWords(task.columns)
        } in ${found.folder} and ${folder} but found others.`,
      );
    }
    if (result) found ??= { folder, result };
  }
  return found?.result;
}

/**
 * Brings the results of shards together in one folder, which may be one of theirs, and may hold results already.
 *
 * @returns what the folder is of.
 * @throws {InputError} when they are of different settings, tasks, experiments or versions, when one is half written,
 *   or when two have different results of one task.
 */
export async function mergeFolders(
  folders: readonly string[],
  target: string,
  origin: Origin,
): Promise<Manifest> {
  const manifest = await commonManifest(folders, origin);
  await restoreTasks(target, manifest);
  await openFolder(target, manifest);
  const all = [...new Set([...folders, target])];
  for (const task of manifest.tasks) {
    const result = await resultIn(all, origin, task);
    if (result) await saveResult(target, origin, task, result);
  }
  return manifest;
}
