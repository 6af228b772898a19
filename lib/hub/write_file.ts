import { dirname } from "node:path";
import { writeAtomically } from "./write_atomically.ts";
import { writing } from "./writing.ts";

/**
 * Writes a file so that it is there whole or not at all, in a folder that is made if need be. Text is written as UTF-8; a
 * file that is there already is replaced.
 *
 * @throws {Error} naming the path and why it cannot be written: a full disk, for one.
 */
export const writeFile = (path: string, content: Uint8Array | string): Promise<void> =>
  writing(path, async () => {
    await Deno.mkdir(dirname(path), { recursive: true });
    await writeAtomically(path, content);
  });
