import { Buffer } from "node:buffer";
import { join } from "node:path";
import { writeFile } from "../../hub/write_file.ts";
import { writing } from "../../hub/writing.ts";
import { type Finding } from "../kernel/spec/doctor.ts";
import { specFolder } from "../kernel/spec/install.ts";

/** What both front ends share. */
const SHARED = ["shown.js", "mount.js", "model.js", "buffers.js"];
/** The extension of JupyterLab 4 and Notebook 7. */
const EXTENSION = [
  "package.json",
  ...["remoteEntry.js", "plugin.js", "view.js", ...SHARED].map((name) => `static/${name}`),
];

const extensionFolder = (dataDir: string): string => join(dataDir, "labextensions", "@stabledrag", "widgets");

/** Copies of files of this folder by their paths, the first being the copies. */
function filesFor(dataDir: string): Map<string, string> {
  const [extension, spec] = [extensionFolder(dataDir), specFolder(dataDir)];
  return new Map([
    ...EXTENSION.map((file) => [join(extension, file), `labextension/${file}`] as const),
    // Notebook 6 knows no such extensions, but runs what it finds beside a kernel's spec.
    [join(spec, "kernel.js"), "kernelspec/kernel.js"],
    ...SHARED.map((name) => [join(spec, "widgets", name), `labextension/static/${name}`] as const),
  ]);
}

/** The bytes of a file of this folder. */
const source = (file: string): Promise<Uint8Array> => Deno.readFile(new URL(file, import.meta.url));

async function remove(path: string): Promise<void> {
  await Deno.remove(path, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}

/**
 * Installs the front end of widgets in place of an older one: an extension of JupyterLab 4 and Notebook 7, and a file
 * beside the kernel's spec for Notebook 6. Front ends that are open take it after they are loaded again.
 *
 * @param dataDir a folder of Jupyter's data, in which the kernel is installed as well.
 * @returns the folder of the extension.
 * @throws {Error} naming the folder or file that cannot be written.
 */
export async function installFrontEnd(dataDir: string): Promise<string> {
  const folder = extensionFolder(dataDir);
  await writing(folder, () => uninstallFrontEnd(dataDir));
  for (const [copy, file] of filesFor(dataDir)) await writeFile(copy, await source(file));
  return folder;
}

/** Removes what {@linkcode installFrontEnd} installed, and nothing else; nothing happens where it is not. */
export async function uninstallFrontEnd(dataDir: string): Promise<void> {
  const spec = specFolder(dataDir);
  for (const path of [extensionFolder(dataDir), join(spec, "kernel.js"), join(spec, "widgets")]) {
    await remove(path);
  }
}

async function isCopy(copy: string, file: string): Promise<boolean> {
  const found = await Deno.readFile(copy).catch(() => undefined);
  return found !== undefined && Buffer.from(found).equals(await source(file));
}

/**
 * Looks whether the front end of widgets is installed, as this version has it.
 *
 * @param folders Jupyter's data folders, the first before the others.
 */
export async function examineFrontEnd(folders: readonly string[]): Promise<Finding> {
  const subject = "widgets";
  for (const folder of folders) {
    const there = await Deno.stat(extensionFolder(folder)).catch(() => undefined);
    if (!there) continue;
    const same = await Promise.all([...filesFor(folder)].map(([copy, file]) => isCopy(copy, file)));
    const words = extensionFolder(folder);
    if (!same.includes(false)) return { subject, isFine: true, words };
    return {
      subject,
      isFine: false,
      words: `${words} is of another version: "deno task kernel install" mends it`,
    };
  }
  const words = `in none of ${folders.join(", ")}: "deno task kernel install" makes them`;
  return { subject, isFine: false, words };
}
