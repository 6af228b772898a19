import { basename, join, resolve } from "node:path";
import { InputError } from "../errors.ts";
import { systemReason } from "../hub/writing.ts";

/** A folder in a dataset. */
export interface SampleFolder {
  /** Its path. */
  readonly path: string;
  /** The path from the dataset's folder, with `/`; of that folder itself, its name. */
  readonly name: string;
  /** Names of the files in it. */
  readonly files: ReadonlySet<string>;
}

/** Folders between a dataset's and that of a sample, at most: a dataset, its categories, and one to spare. */
const DEEPEST = 3;

async function entriesOf(path: string): Promise<{ files: Set<string>; folders: string[] }> {
  const [files, folders] = [new Set<string>(), [] as string[]];
  for await (const { name } of Deno.readDir(path)) {
    if (name.startsWith(".")) continue;
    const info = await Deno.stat(join(path, name)).catch(() => undefined);
    if (info?.isDirectory) folders.push(name);
    else files.add(name);
  }
  return { files, folders: folders.sort() };
}

/**
 * A folder and those in it, three levels deep, by name; hidden ones are left out.
 *
 * @throws {InputError} when it is no folder, or one of them cannot be read.
 */
export async function foldersIn(root: string): Promise<SampleFolder[]> {
  const found: SampleFolder[] = [];
  const walk = async (path: string, names: readonly string[]): Promise<void> => {
    const { files, folders } = await entriesOf(path).catch((cause: unknown) => {
      throw new InputError(`Expected a folder at ${path} but found: ${systemReason(cause)}.`, { cause });
    });
    found.push({ path, name: names.join("/") || basename(resolve(root)), files });
    if (names.length === DEEPEST) return;
    for (const name of folders) await walk(join(path, name), [...names, name]);
  };
  await walk(root, []);
  return found;
}
