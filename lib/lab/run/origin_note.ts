import { canonicalJson, type Json } from "./json.ts";
import { checkOrigin, type Origin, parseWhole } from "./manifest.ts";

/** Name of the note in a Parquet file that says what it is of. */
const NOTE = "stabledrag";

/** The note in a Parquet file of results: what they are of, and what else they depend on. */
export const originNote = (
  { format, experiment, version }: Origin,
  others: Readonly<Record<string, Json>> = {},
): Readonly<Record<string, string>> => ({
  [NOTE]: canonicalJson({ format, experiment, version, ...others }),
});

/**
 * Checks by its note that a Parquet file is of an experiment in its present version.
 *
 * @throws {InputError} when it is not.
 */
export function checkOriginNote(path: string, note: Readonly<Record<string, string>>, origin: Origin): void {
  const text = note[NOTE];
  checkOrigin(path, text === undefined ? undefined : parseWhole(path, text), origin);
}
