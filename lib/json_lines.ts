import { InputError } from "./errors.ts";
import { checkSchema, type Schema } from "./schema.ts";

/**
 * What lines of JSON hold.
 *
 * @param path of their file, for the message.
 * @param what one of them is, for the message.
 * @throws {InputError} naming the file and the line that is something else.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { z } from "zod";
 * import { parseJsonLines } from "./json_lines.ts";
 * assert.deepEqual(parseJsonLines("a.jsonl", ["1", "2"], z.number(), "a number"), [1, 2]);
 * assert.throws(() => parseJsonLines("a.jsonl", ["1", "{"], z.number(), "a number"), /a\.jsonl: Expected a number in line 2 /);
 * ```
 */
export function parseJsonLines<T>(
  path: string,
  lines: readonly string[],
  schema: Schema<T>,
  what: string,
): T[] {
  return lines.map((line, i): T => {
    try {
      return checkSchema(schema, JSON.parse(line));
    } catch (cause) {
      throw new InputError(`${path}: Expected ${what} in line ${i + 1} but found something else.`, { cause });
    }
  });
}
