import { FormatError, InputError } from "./errors.ts";

/**
 * Runs a parser of a format, so that all that is wrong is a {@linkcode FormatError}.
 *
 * @param format such as `"ipynb"`.
 * @throws {FormatError} with the message of an {@linkcode InputError} that `parse` throws; other errors pass.
 */
export function inFormat<T>(format: string, parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    throw cause instanceof InputError ? new FormatError(format, cause.message, { cause }) : cause;
  }
}
