import { InputError } from "./errors.ts";
import { messageOf } from "./message_of.ts";

/**
 * The value of a JSON text, which bytes hold in UTF-8.
 *
 * @throws {InputError} with what is wrong, and where in the text.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseJson } from "./parse_json.ts";
 * assert.deepEqual(parseJson('{ "a": [1] }'), { a: [1] });
 * assert.throws(() => parseJson("[1,]"), /^InputError: Expected JSON but found: Unexpected token /);
 * ```
 */
export function parseJson(content: string | Uint8Array): unknown {
  try {
    const isText = typeof content === "string";
    return JSON.parse(isText ? content : new TextDecoder("utf-8", { fatal: true }).decode(content));
  } catch (cause) {
    // It may quote the text, line ends too.
    const reason = messageOf(cause).replaceAll(/[\s\p{Cc}]+/gu, " ");
    throw new InputError(`Expected JSON but found: ${reason}.`, { cause });
  }
}
