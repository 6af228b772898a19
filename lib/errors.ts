/**
 * Something the user gave is wrong: a file, an option, a command line (exit status 2).
 *
 * The message is one sentence that names the file or value, what was expected and what was found.
 */
export class InputError extends Error {
  /** What stack traces call the error. */
  override name = "InputError";
}

/**
 * The bytes of a file are not what their format demands.
 *
 * Parsers see bytes and no names, so the message speaks of the content; whoever opened the file adds its
 * name with {@linkcode inFile}.
 */
export class FormatError extends InputError {
  /** What stack traces call the error. */
  override name = "FormatError";
  /** Which format was expected, such as `"npy"` or `"safetensors"`. */
  readonly format: string;

  /** An error whose message is `format`, a colon and the sentence `message`. */
  constructor(format: string, message: string, options?: ErrorOptions) {
    super(`${format}: ${message}`, options);
    this.format = format;
  }
}

/** What went wrong in a place, which the message of an {@linkcode InputError} begins with; other errors as they are. */
const inPlace = (place: string, error: unknown): unknown =>
  error instanceof InputError ? new InputError(`${place}: ${error.message}`, { cause: error }) : error;

/**
 * Runs a parser on the content of `file`, so that a {@linkcode FormatError} names the file.
 *
 * @throws {InputError} with the file's name before the message where `parse` throws one; other errors pass.
 */
export function inFile<T>(file: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw inPlace(file, error);
  }
}

/**
 * {@linkcode inFile} for work that waits for something.
 *
 * @throws {InputError} with the file's name before the message where `work` throws one; other errors pass.
 */
export async function withinFile<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw inPlace(file, error);
  }
}
