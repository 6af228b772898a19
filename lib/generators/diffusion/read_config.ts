import { InputError } from "../../errors.ts";
import { checkSchema, type Schema } from "../../schema.ts";

/**
 * Checks the JSON value of a model's `config.json`.
 *
 * @param fixed fields that only other families of models set to another value, with the value that they must have where
 * they are there.
 * @throws {InputError} with one sentence on the first field that is not as it should be.
 */
export function readConfig<T>(
  schema: Schema<T>,
  fixed: Readonly<Record<string, unknown>>,
  json: unknown,
): T {
  const data = checkSchema(schema, json);
  for (const [field, expected] of Object.entries(fixed)) {
    const found = JSON.stringify((json as Readonly<Record<string, unknown>>)[field]);
    if (found !== undefined && found !== JSON.stringify(expected)) {
      throw new InputError(
        `${field}: Expected ${JSON.stringify(expected)}, as in Stable Diffusion 1 and 2, but found ${found}.`,
      );
    }
  }
  return data;
}
