import { InputError } from "../errors.ts";
import { systemReason } from "./writing.ts";

/**
 * Does the first work in a folder of results, which shows whether it can be written.
 *
 * @throws {InputError} naming the folder where it cannot; those of the work pass.
 */
export async function inWritableFolder<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof InputError) throw error;
    const reason = systemReason(error);
    throw new InputError(`Expected a folder that can be written at ${folder} but found: ${reason}.`, {
      cause: error,
    });
  }
}
