import { dirname } from "node:path";
import { writeAtomically } from "../../hub/write_atomically.ts";
import { writing } from "../../hub/writing.ts";

/** Writes a file whole or not at all, in a folder that is made if need be. */
export const writeResult = (path: string, content: string | Uint8Array): Promise<void> =>
  writing(path, async () => {
    await Deno.mkdir(dirname(path), { recursive: true });
    await writeAtomically(path, content);
  });
