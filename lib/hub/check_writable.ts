import { dirname, join, resolve } from "node:path";
import { InputError } from "../errors.ts";
import { inWritableFolder } from "./in_writable_folder.ts";
import { ifThere } from "./if_there.ts";
import { systemReason } from "./writing.ts";

/** Makes a file beside where results go to, which shows whether they can be written, and removes it. */
async function tryToWrite(path: string): Promise<void> {
  const temporary = `${path}.${crypto.randomUUID().slice(0, 8)}.part`;
  await Deno.writeFile(temporary, new Uint8Array(), { createNew: true });
  await Deno.remove(temporary);
}

/**
 * Checks before any work that a file can be written; leaves nothing.
 *
 * @throws {InputError} when its folder is not there or cannot be written, or something else than a file is there.
 */
export async function checkFileWritable(path: string): Promise<void> {
  if (path === "") throw new InputError('Expected the name of a file to write but found "".');
  const info = await Deno.stat(path).catch(() => undefined);
  if (info && !info.isFile) {
    throw new InputError(
      `Expected a file to write at ${path} but found ${info.isDirectory ? "a folder" : "something else"}.`,
    );
  }
  await tryToWrite(path).catch((cause: unknown) => {
    throw new InputError(
      `Expected a file that can be written at ${path} but found: ${systemReason(cause)}.`,
      {
        cause,
      },
    );
  });
}

/**
 * Checks before any work that a folder of results can be written, or made where it is not there; leaves nothing.
 *
 * @throws {InputError} naming the folder where it cannot.
 */
export async function checkFolderWritable(folder: string): Promise<void> {
  await inWritableFolder(folder, async () => {
    let at = resolve(folder);
    while (!await ifThere(Deno.stat(at)) && dirname(at) !== at) at = dirname(at);
    await tryToWrite(join(at, "results"));
  });
}
