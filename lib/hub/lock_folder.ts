import { join } from "node:path";
import { InputError } from "../errors.ts";
import { ifThere } from "./if_there.ts";
import { inWritableFolder } from "./in_writable_folder.ts";

const NAME = ".lock";

/** Whether a file could be locked; where the file system knows no locks, nothing is held and nobody is kept out. */
const locked = (file: Deno.FsFile): Promise<boolean> =>
  file.tryLock(true).catch((error: unknown) => {
    if (error instanceof Deno.errors.NotSupported) return true;
    throw error;
  });

/**
 * Keeps other processes out of a folder of results, which is made if need be, until the lock is disposed or the process
 * ends, however it ends.
 *
 * @throws {InputError} when another process, or another part of this one, works in it, or it cannot be written.
 */
export async function lockFolder(folder: string): Promise<AsyncDisposable> {
  const path = join(folder, NAME);
  const file = await inWritableFolder(folder, async () => {
    await Deno.mkdir(folder, { recursive: true });
    return await Deno.open(path, { create: true, write: true });
  });
  if (!await locked(file)) {
    file.close();
    throw new InputError(
      `Expected ${folder} for this work alone but found that another process works there.`,
    );
  }
  return {
    [Symbol.asyncDispose]: async (): Promise<void> => {
      await ifThere(Deno.remove(path));
      file.close();
    },
  };
}
