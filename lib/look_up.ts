import { InputError } from "./errors.ts";

/**
 * The entry of a table of named things.
 *
 * @param what the option, for the message.
 * @throws {InputError} when the table has no such name.
 */
export function lookUp<T>(table: Readonly<Record<string, T>>, name: string, what: string): T {
  const found = Object.hasOwn(table, name) ? table[name] : undefined;
  if (found === undefined) {
    throw new InputError(
      `Expected ${what} to be one of ${Object.keys(table).join(", ")} but found "${name}".`,
    );
  }
  return found;
}
