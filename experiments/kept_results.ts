import { fileURLToPath } from "node:url";
import { z } from "zod";
import { inFile, InputError } from "../lib/errors.ts";
import { firstDifference } from "../lib/first_difference.ts";
import { isThere } from "../lib/hub/is_there.ts";
import { readJson } from "../lib/hub/read_json.ts";
import { writeFile } from "../lib/hub/write_file.ts";
import { checkSchema, type Schema } from "../lib/schema.ts";

/** The path of a file of results beside this one. */
export const resultsPath = (name: string): string =>
  fileURLToPath(new URL(`./results/${name}`, import.meta.url));

/** The results that a script has so far. */
export interface KeptResults<R> {
  /** All of them, in the order in which they came. */
  readonly results: readonly R[];
  /** Keeps one more: it is in the file when this has ended. */
  readonly keep: (result: R) => Promise<void>;
}

/** What a script keeps its results under: they are of these settings only. */
export interface ResultsOf<R> {
  /** Path of the file. */
  readonly path: string;
  /** All that the results depend on and that the script may be edited to change, as JSON has it. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** One result. */
  readonly schema: Schema<R>;
}

/** Reads what the file holds, if it is there. */
async function read<R>({ path, settings, schema }: ResultsOf<R>): Promise<R[]> {
  if (!await isThere(path)) return [];
  const json = await readJson(path);
  return inFile(path, () => {
    const fields = { settings: z.record(z.string(), z.unknown()), results: z.array(schema) };
    const kept = checkSchema(z.object(fields), json);
    const difference = firstDifference(kept.settings, JSON.parse(JSON.stringify(settings)));
    if (difference === undefined) return kept.results;
    throw new InputError(
      `Expected results of the script's settings but found those of others, with another ${difference}: move them away.`,
    );
  });
}

/**
 * The results that a script has kept, so that it goes on where it was stopped.
 *
 * @throws {InputError} when the file is none of such results, or was made with other settings: it names the first.
 */
export async function keptResults<R>(of: ResultsOf<R>): Promise<KeptResults<R>> {
  const results = await read(of);
  const keep = async (result: R): Promise<void> => {
    results.push(result);
    const lines = results.map((each) => JSON.stringify(each)).join(",\n");
    await writeFile(of.path, `{"settings": ${JSON.stringify(of.settings)},\n"results": [\n${lines}\n]}\n`);
  };
  return { results, keep };
}
