import { InputError } from "../errors.ts";

/**
 * The bytes of a file that a user named.
 *
 * @param what what the file is, for the message, such as `"a model"`.
 * @throws {InputError} when there is no regular file that can be read.
 */
export async function readInputFile(path: string, what: string): Promise<Uint8Array> {
  const wrong = (found: string): InputError =>
    new InputError(`Expected ${what} at ${path} but found ${found}.`);
  const info = await Deno.stat(path).catch((error: unknown) => {
    throw wrong(
      error instanceof Deno.errors.NotFound ? "nothing there" : `that it cannot be read (${error})`,
    );
  });
  if (!info.isFile) throw wrong(info.isDirectory ? "a folder" : "something that is no file");
  return await Deno.readFile(path).catch((error: unknown) => {
    throw wrong(`that it cannot be read (${error})`);
  });
}
