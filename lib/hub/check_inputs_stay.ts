import { resolve, sep } from "node:path";
import { InputError } from "../errors.ts";

/** Where a file really is; absent where there is none. */
const placeOf = (path: string): Promise<string | undefined> => Deno.realPath(path).catch(() => undefined);

/**
 * Checks that work does not replace what it reads: earlier results can be read, but not from where the new ones go to.
 *
 * @param work what the sentence calls it, such as `drag`.
 * @param inputs paths of files by what the user knows them as.
 * @param replaced paths of files that are written or removed, and of folders that are with all that is in them.
 * @param base the folder that relative paths of inputs start from (default the current one).
 * @throws {InputError} naming the first that would be replaced.
 */
export async function checkInputsStay(
  work: string,
  inputs: Readonly<Record<string, readonly string[]>>,
  replaced: readonly string[],
  base = ".",
): Promise<void> {
  const places = (await Promise.all(replaced.map(placeOf))).filter((place) => place !== undefined);
  for (const [name, files] of Object.entries(inputs)) {
    for (const file of files) {
      const input = await placeOf(resolve(base, file));
      if (!input || !places.some((place) => `${input}${sep}`.startsWith(`${place}${sep}`))) continue;
      throw new InputError(
        `${name}: Expected a file that the ${work} does not replace but found ${file}, where its results go; choose ` +
          "another place for these.",
      );
    }
  }
}
