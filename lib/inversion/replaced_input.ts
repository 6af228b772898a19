import { sep } from "node:path";
import { InputError } from "../errors.ts";
import { ifThere } from "../hub/if_there.ts";
import { heldOfInversion } from "./inversion_folder.ts";

const placeOf = (path: string): Promise<string | undefined> => ifThere(Deno.realPath(path));

/**
 * Checks that an inversion does not replace what it reads: results of an earlier one can be read, but not from the folder
 * that the new ones go to.
 *
 * @param inputs paths of files by what they are called on the command line.
 * @param folder the folder of the results.
 * @throws {InputError} naming the option and the file.
 */
export async function checkInputsStay(
  inputs: Readonly<Record<string, readonly string[]>>,
  folder: string,
): Promise<void> {
  const held = await Promise.all((await heldOfInversion(folder)).map(placeOf));
  const isHeld = (place: string): boolean =>
    held.some((own) => own !== undefined && `${place}${sep}`.startsWith(`${own}${sep}`));
  for (const [option, files] of Object.entries(inputs)) {
    for (const file of files) {
      const place = await placeOf(file);
      if (place === undefined || !isHeld(place)) continue;
      throw new InputError(
        `${option}: Expected a file that the inversion does not replace but found ${file}, which is among its ` +
          "results; choose another folder for these.",
      );
    }
  }
}
