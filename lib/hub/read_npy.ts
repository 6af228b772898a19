import { inFile } from "../errors.ts";
import { decodeNpy } from "../formats/npy.ts";
import { type Tensor } from "../tensor.ts";
import { readInputFile } from "./read_file.ts";

/**
 * The array in a .npy file that a user named.
 *
 * @param what what the file is, for the message, such as `"a latent"`.
 * @throws {InputError} when there is no such file, or it holds something else.
 */
export async function readNpy(path: string, what: string): Promise<Tensor> {
  const bytes = await readInputFile(path, what);
  return inFile(path, () => decodeNpy(bytes));
}
