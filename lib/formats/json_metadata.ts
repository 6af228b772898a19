import { FormatError } from "../errors.ts";
import { type Schema } from "../schema.ts";

/**
 * The JSON value under a name in the metadata of a safetensors file.
 *
 * @param expected what the file should be, for the message, such as `"a part of an edit"`.
 * @throws {FormatError} when there is none, or one of another form.
 */
export function jsonMetadata<T>(
  metadata: ReadonlyMap<string, string>,
  name: string,
  schema: Schema<T>,
  expected: string,
): T {
  try {
    return schema.parse(JSON.parse(metadata.get(name) ?? ""));
  } catch {
    throw new FormatError(name, `Expected ${expected} but found other metadata.`);
  }
}
