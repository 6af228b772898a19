import { inFile } from "../errors.ts";
import { readJson } from "../generators/diffusion/read_json.ts";
import { checkSchema, type Schema } from "../schema.ts";

/**
 * What is made of the JSON in a file.
 *
 * @throws {InputError} that names the file, when it cannot be read or holds something else, and where `make` throws one.
 */
export async function jsonIn<T, R>(path: string, schema: Schema<T>, make: (value: T) => R): Promise<R> {
  const json = await readJson(path);
  return inFile(path, () => make(checkSchema(schema, json)));
}
