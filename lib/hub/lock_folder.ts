import { inWritableFolder } from "./in_writable_folder.ts";

/** Whether a folder could be locked; where the file system knows no locks, nothing is held and nobody is kept out. */
const locked = (folder: Deno.FsFile): Promise<boolean> =>
  folder.tryLock(true).catch((error: unknown) => {
    if (error instanceof Deno.errors.NotSupported) return true;
    throw error;
  });

/**
 * Keeps other processes out of a folder of results, which is made if need be, until the lock is disposed or the process
 * ends, however it ends. On Windows, where folders cannot be locked, nobody is kept out.
 *
 * @throws {Error} when another process, or another part of this one, works in it: later it may be free.
 * @throws {InputError} when it cannot be made.
 */
export async function lockFolder(folder: string): Promise<Disposable> {
  await inWritableFolder(folder, () => Deno.mkdir(folder, { recursive: true }));
  if (Deno.build.os === "windows") return { [Symbol.dispose]: (): void => {} };
  const file = await inWritableFolder(folder, () => Deno.open(folder));
  if (await locked(file)) return file;
  file.close();
  throw new Error(`Expected ${folder} for this work alone but found that another process works there.`);
}
