import { z } from "zod";
import { inFile, InputError } from "../../errors.ts";
import { parseJson } from "../../parse_json.ts";
import { canonicalJson, type Json } from "./json.ts";
import { checkOrigin, type Manifest, type Origin, ORIGIN_FIELDS } from "./manifest.ts";

/** Name of the note in a Parquet file that says what it is of. */
const NOTE = "stabledrag";

/** The note in a Parquet file of results: what they are of, and what else they depend on. */
export const originNote = (
  { format, experiment, version }: Origin,
  others: Readonly<Record<string, Json>> = {},
): Readonly<Record<string, string>> => ({
  [NOTE]: canonicalJson({ format, experiment, version, ...others }),
});

/** The JSON value of a file's note, null where it has none. */
const noteIn = (path: string, note: Readonly<Record<string, string>>): unknown =>
  inFile(path, () => parseJson(note[NOTE] ?? "null"));

/**
 * Checks by its note that a Parquet file is of an experiment in its present version.
 *
 * @throws {InputError} when it is not.
 */
export function checkOriginNote(path: string, note: Readonly<Record<string, string>>, origin: Origin): void {
  checkOrigin(path, noteIn(path, note), origin);
}

const NOTED = z.object({ ...ORIGIN_FIELDS, settings: z.record(z.string(), z.json()) });

/**
 * What a Parquet file of gathered results is of by its note, and what they all depend on.
 *
 * @throws {InputError} when it does not say so.
 */
export function notedOrigin(path: string, note: Readonly<Record<string, string>>): Omit<Manifest, "tasks"> {
  const { success, data } = NOTED.safeParse(noteIn(path, note));
  if (success) return data;
  throw new InputError(`Expected results of an experiment in ${path} but found others.`);
}
