import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import ours from "../../../../deno.json" with { type: "json" };
import { inFile } from "../../../errors.ts";
import { cellSettings, type ImportSettings, movable, parseImportSettings } from "./import_map.ts";

const ROOT = new URL("../../../../", import.meta.url);
const NAMES = ["deno.json", "deno.jsonc"];

/** The URL of a folder, ending in a slash. */
export const folderUrl = (path: string): URL => pathToFileURL(`${path}/`);

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return undefined;
    throw error;
  }
}

/** The settings of the nearest configuration of Deno, in a folder or above it; undefined where there is none. */
async function settingsOf(folder: string): Promise<ImportSettings | undefined> {
  for (const path of NAMES.map((name) => join(folder, name))) {
    const text = await textOf(path);
    if (text === undefined) continue;
    const settings = inFile(path, () => parseImportSettings(text));
    return movable(settings, folderUrl(folder));
  }
  const parent = dirname(folder);
  return parent === folder ? undefined : await settingsOf(parent);
}

/**
 * Makes a temporary folder for the kernel of Deno to start in, which takes its configuration from there: the
 * imports of the notebook's own configuration, if any, and ours.
 *
 * @param notebooks the notebook's folder, an absolute path.
 * @throws {InputError} when the notebook's configuration cannot be read.
 */
export async function makeCellFolder(notebooks: string): Promise<string> {
  const settings = cellSettings(ours.imports, ROOT, await settingsOf(notebooks));
  const folder = await Deno.makeTempDir({ prefix: "stabledrag-cells-" });
  await Deno.writeTextFile(join(folder, "deno.json"), JSON.stringify({ ...settings, lock: "./deno.lock" }));
  await Deno.copyFile(new URL("deno.lock", ROOT), join(folder, "deno.lock"));
  return folder;
}
