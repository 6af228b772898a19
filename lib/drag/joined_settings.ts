import { InputError } from "../errors.ts";

/** Numbers and choices by their names. */
export type Settings = Readonly<Record<string, number | string>>;

/**
 * Brings the settings of the parts of a method together in one list.
 *
 * @throws {InputError} when two parts call something by the same name.
 */
export function joinedSettings(parts: readonly Settings[]): Record<string, number | string> {
  const all: Record<string, number | string> = {};
  for (const [name, value] of parts.flatMap((settings) => Object.entries(settings))) {
    if (Object.hasOwn(all, name)) {
      throw new InputError(
        `Expected parts of a method to have settings of different names but found "${name}" twice.`,
      );
    }
    all[name] = value;
  }
  return all;
}
