import { resolve } from "node:path";
import { inFile } from "../../errors.ts";
import { type Size } from "../../generators/size.ts";
import { readInputFile } from "../../hub/read_file.ts";
import { type Tensor } from "../../tensor.ts";
import { checkMaskSize, decodeMask } from "../mask.ts";
import { type SharedSpec } from "./shared_spec.ts";

/**
 * The mask [H, W] that a SPEC names, if it names one.
 *
 * @param size height and width of the picture that it is of.
 * @throws {InputError} naming the file when it is missing, broken or of another size.
 */
export async function readMask(
  { mask: file }: SharedSpec,
  folder: string,
  size: Size,
): Promise<Tensor | undefined> {
  if (file === undefined) return undefined;
  const path = resolve(folder, file);
  const bytes = await readInputFile(path, "a mask");
  return inFile(path, () => {
    const mask = decodeMask(bytes);
    checkMaskSize(mask, size);
    return mask;
  });
}
