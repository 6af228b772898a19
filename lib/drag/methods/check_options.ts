import { inFile } from "../../errors.ts";
import { checkSchema } from "../../schema.ts";
import { METHOD_OPTIONS, type MethodOptions } from "./options.ts";

/** Options as JSON has them, where infinities are strings. */
function asJson(options: MethodOptions): unknown {
  const { tau } = options;
  return tau === Infinity || tau === -Infinity ? { ...options, tau: String(tau) } : options;
}

/**
 * Refuses options that are unknown or out of their ranges: TypeScript's word is not enough, as programs run unchecked.
 *
 * @throws {InputError} with the method and the option.
 */
export function checkOptions(method: string, options: MethodOptions): void {
  inFile(`options of ${method}`, () => checkSchema(METHOD_OPTIONS, asJson(options)));
}
