import { join } from "node:path";
import { writeFile } from "../../../hub/write_file.ts";
import { KERNEL_NAME, kernelSpec } from "./kernel_spec.ts";
import { LOGO, logoPng } from "./logo.ts";

/** The folder of the kernel's spec in one of Jupyter's data folders. */
export const specFolder = (data: string): string => join(data, "kernels", KERNEL_NAME);

/**
 * Installs the kernel into one of Jupyter's data folders, in place of an earlier one; Jupyter need not be there.
 *
 * @returns the folder of its spec.
 * @throws {Error} naming the file that cannot be written.
 */
export async function installKernel(data: string): Promise<string> {
  const folder = specFolder(data);
  const files: Record<string, string | Uint8Array> = {
    "logo-svg.svg": LOGO,
    "logo-64x64.png": logoPng(64),
    "logo-32x32.png": logoPng(32),
    "kernel.json": kernelSpec(),
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

/**
 * Removes the kernel from one of Jupyter's data folders.
 *
 * @returns the folder that is gone; undefined where there was none.
 */
export async function uninstallKernel(data: string): Promise<string | undefined> {
  const folder = specFolder(data);
  try {
    await Deno.remove(folder, { recursive: true });
    return folder;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
