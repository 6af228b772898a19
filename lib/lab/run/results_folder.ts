import { join } from "node:path";
import { InputError } from "../../errors.ts";
import { ifThere } from "../../hub/if_there.ts";
import { inWritableFolder } from "../../hub/in_writable_folder.ts";
import { writeAtomically } from "../../hub/write_atomically.ts";
import { systemReason } from "../../hub/writing.ts";
import { checkSameSettings, checkSameTasks, type Manifest, type Origin, parseManifest } from "./manifest.ts";

/** The files of an experiment's folder, beside its tables and figures. */
export const FILES = {
  manifest: "manifest.json",
  tasks: "tasks",
  results: "results.parquet",
  timings: "timings.csv",
  meanTimes: { csv: "seconds.csv", md: "seconds.md" },
} as const;

/**
 * The manifest of a folder of results.
 *
 * @param origin what the results have to be of (default: any experiment in any version).
 * @throws {InputError} when there is none, or it is half written or of another experiment or version.
 */
export async function readManifest(folder: string, origin?: Origin): Promise<Manifest> {
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
 * @param keepsFiles whether tasks keep files by their columns (default: no).
 * @throws {InputError} when it holds results of other settings or another version, or cannot be written.
 */
export async function openFolder(folder: string, manifest: Manifest, keepsFiles = false): Promise<void> {
  await inWritableFolder(folder, async () => {
    await Deno.mkdir(join(folder, FILES.tasks), { recursive: true });
    const path = join(folder, FILES.manifest);
    const text = `${JSON.stringify(manifest, undefined, 1)}\n`;
    const held = await ifThere(Deno.readTextFile(path));
    if (held === text) return;
    if (held !== undefined) {
      const before = parseManifest(path, held, manifest);
      checkSameSettings(folder, before, manifest);
      if (keepsFiles) checkSameTasks(folder, before, manifest);
    }
    await Deno.remove(join(folder, FILES.results)).catch(() => {});
    await writeAtomically(path, text);
  });
}
