import { inFile } from "../errors.ts";
import { parseJson } from "../parse_json.ts";
import { readInputFile } from "./read_file.ts";

/**
 * What is made of the JSON value of a file that a user named.
 *
 * @param make makes it: `(json) => checkSchema(SCHEMA, json)`, for one.
 * @param what what the file is, for the message where there is none (default `"JSON"`).
 * @throws {InputError} that names the file, when it cannot be read or is no JSON, and where `make` throws one.
 */
export async function jsonIn<T>(path: string, make: (json: unknown) => T, what = "JSON"): Promise<T> {
  const bytes = await readInputFile(path, what);
  return inFile(path, () => make(parseJson(bytes)));
}

/**
 * The JSON value of a file that a user named.
 *
 * @param what what the file is, for the message where there is none (default `"JSON"`).
 * @throws {InputError} that names the file, when it cannot be read or is no JSON.
 */
export const readJson = (path: string, what?: string): Promise<unknown> => jsonIn(path, (json) => json, what);
