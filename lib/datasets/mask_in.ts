import { decodeMask } from "../drag/mask.ts";
import { inFile } from "../errors.ts";
import { readInputFile } from "../hub/read_file.ts";
import { type Tensor } from "../tensor.ts";

/**
 * The mask in a picture: 1 where it is white, which may move, else 0, [H, W].
 *
 * @throws {InputError} when it cannot be read.
 */
export async function maskIn(path: string): Promise<Tensor<"float32">> {
  const bytes = await readInputFile(path, "a mask");
  return inFile(path, () => decodeMask(bytes));
}
