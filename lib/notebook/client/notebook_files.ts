import { basename, join } from "node:path";
import { inFile, InputError } from "../../errors.ts";
import { readInputFile } from "../../hub/read_file.ts";
import { type Notebook } from "./notebook.ts";
import { parseNotebook } from "./parse_notebook.ts";

const ENDING = ".ipynb";

async function notebooksIn(folder: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder)).catch((cause) => {
    throw new InputError(`Expected a folder of notebooks at ${folder} but found none.`, { cause });
  });
  return entries.filter(({ name, isFile }) => isFile && name.endsWith(ENDING)).map(({ name }) => name).sort();
}

/**
 * The paths of notebooks: of those in `folder` whose names begin as one of `names` does, in their order, and of the
 * files that are named by their paths. No names stand for the whole folder.
 *
 * @throws {InputError} when a name stands for none, or two of the files have one name: both would be written to one.
 */
export async function findNotebooks(folder: string, names: readonly string[]): Promise<string[]> {
  const found = await notebooksIn(folder);
  const paths = (names.length > 0 ? names : [""]).flatMap((name) => {
    if (name.endsWith(ENDING) && !found.includes(name)) return [name];
    const matching = found.filter((each) => each.startsWith(name));
    if (matching.length > 0) return matching.map((each) => join(folder, each));
    throw new InputError(
      name === ""
        ? `Expected notebooks in ${folder} but found none.`
        : `Expected a notebook ${name} in ${folder} but found ${found.join(", ") || "none at all"}.`,
    );
  });
  const unique = [...new Set(paths)];
  const twice = unique.find((path, i) =>
    unique.slice(0, i).some((each) => basename(each) === basename(path))
  );
  if (twice === undefined) return unique;
  throw new InputError(`Expected notebooks of different names but found ${basename(twice)} twice.`);
}

/**
 * Reads a notebook from its file.
 *
 * @throws {InputError} naming the file, when it is none.
 */
export async function readNotebook(path: string): Promise<Notebook> {
  const bytes = await readInputFile(path, "a notebook");
  return inFile(path, () => parseNotebook(new TextDecoder().decode(bytes)));
}
