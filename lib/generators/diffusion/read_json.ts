import { InputError } from "../../errors.ts";
import { readInputFile } from "../../hub/read_file.ts";

/**
 * The JSON value of a model's file.
 *
 * @throws {InputError} when there is no such file, or it is no JSON.
 */
export async function readJson(path: string): Promise<unknown> {
  const bytes = await readInputFile(path, "JSON");
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new InputError(`${path}: Expected JSON but found something else.`, { cause });
  }
}
