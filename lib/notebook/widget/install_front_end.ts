import { join } from "node:path";

/** Where JupyterLab looks in a data folder for this extension. */
const EXTENSION = ["labextensions", "@stabledrag", "widgets"];
/** All that the extension consists of. */
const FILES = [
  "package.json",
  "static/remoteEntry.js",
  "static/plugin.js",
  "static/view.js",
  "static/mount.js",
  "static/model.js",
  "static/buffers.js",
];

/**
 * Installs the front end of widgets, an extension of JupyterLab 4 and Notebook 7, in place of an older one.
 *
 * @param dataDir a folder of Jupyter's data, such as `share/jupyter` of an environment; `jupyter --paths` lists them.
 * @returns the folder of the extension.
 */
export async function installFrontEnd(dataDir: string): Promise<string> {
  const folder = await uninstallFrontEnd(dataDir);
  await Deno.mkdir(join(folder, "static"), { recursive: true });
  for (const file of FILES) {
    const content = await Deno.readFile(new URL(`./labextension/${file}`, import.meta.url));
    await Deno.writeFile(join(folder, file), content);
  }
  return folder;
}

/**
 * Removes what {@linkcode installFrontEnd} installed; nothing happens where it is not.
 *
 * @returns the folder that the extension was in.
 */
export async function uninstallFrontEnd(dataDir: string): Promise<string> {
  const folder = join(dataDir, ...EXTENSION);
  await Deno.remove(folder, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
  return folder;
}

/** Whether a folder of Jupyter's data has the front end of widgets. */
export const hasFrontEnd = async (dataDir: string): Promise<boolean> =>
  await Deno.stat(join(dataDir, ...EXTENSION, "package.json")).then(() => true, () => false);
