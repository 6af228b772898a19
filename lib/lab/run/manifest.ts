import { z } from "zod";
import { type Schema } from "../../schema.ts";
import { inFile, InputError } from "../../errors.ts";
import { difference } from "../../first_difference.ts";
import { parseJson } from "../../parse_json.ts";
import { canonicalJson, type Json } from "./json.ts";
import { type Row, rowInWords } from "./row.ts";

/** Version of the files of an experiment's folder. */
export const FORMAT = 1;

/** The column of gathered results that says of which task a row is. */
export const KEY = "task";

/** Characters of a setting in a message. */
const MOST_WORDS = 60;

/** What every file of results says of itself. */
export interface Origin {
  /** {@linkcode FORMAT}. */
  readonly format: number;
  /** Name of the experiment, and `by` what was measured where it may measure other things. */
  readonly experiment: string;
  /** Version of the experiment. */
  readonly version: number;
}

/** A task as it is listed: the hash of all that its result depends on, and what tells it from the others. */
export interface ListedTask {
  /** 24 hexadecimal digits; the name of the task's file. */
  readonly key: string;
  /** Such as the setting and the seed. */
  readonly columns: Row;
}

/** What a folder of results is of: equal for all shards of one run. */
export interface Manifest extends Origin {
  /** What all results depend on. */
  readonly settings: Readonly<Record<string, Json>>;
  /** All tasks, in the order of the rows of the results. */
  readonly tasks: readonly ListedTask[];
}

/** The zod schema of rows in files. */
export const ROW: Schema<Row> = z.record(z.string(), z.union([z.number(), z.string(), z.null()]));

/** The fields of an {@linkcode Origin} for zod schemas. */
export const ORIGIN_FIELDS: {
  readonly format: Schema<number>;
  readonly experiment: Schema<string>;
  readonly version: Schema<number>;
} = {
  format: z.int(),
  experiment: z.string(),
  version: z.int(),
};

const MANIFEST = z.strictObject({
  ...ORIGIN_FIELDS,
  settings: z.record(z.string(), z.json()),
  tasks: z.array(z.strictObject({ key: z.string().regex(/^[0-9a-f]{24}$/), columns: ROW })),
});

/**
 * Checks that a file is of an experiment in its present version.
 *
 * @throws {InputError} when it is not.
 */
export function checkOrigin(path: string, found: unknown, { format, experiment, version }: Origin): void {
  const of = (o: Origin): string => `${o.experiment} version ${o.version} (format ${o.format})`;
  const origin = z.object(ORIGIN_FIELDS).safeParse(found).data;
  if (origin && of(origin) === of({ format, experiment, version })) return;
  throw new InputError(
    `Expected results of ${of({ format, experiment, version })} in ${path} but found ${
      origin ? `those of ${of(origin)}` : "none"
    }.`,
  );
}

/**
 * Reads the text of a manifest.
 *
 * @param expected what it has to be of (default: any experiment in any version).
 * @throws {InputError} when it is half written, or not of this experiment in its present version.
 */
export function parseManifest(path: string, text: string, expected?: Origin): Manifest {
  const value = inFile(path, () => parseJson(text));
  if (expected) checkOrigin(path, value, expected);
  const { success, data } = MANIFEST.safeParse(value);
  if (success) return data;
  throw new InputError(`Expected the list of an experiment's tasks in ${path} but found something else.`);
}

/** A setting in a message; long ones only as far as they are read. */
const inWords = (value: unknown): string => {
  const text = value === undefined ? "none" : JSON.stringify(value);
  return text.length > MOST_WORDS ? `${text.slice(0, MOST_WORDS)}…` : text;
};

/**
 * Checks that two folders hold results under the same settings; their tasks may differ.
 *
 * @throws {InputError} naming the first setting that differs, and what it is.
 */
export function checkSameSettings(
  folder: string,
  held: Pick<Manifest, "settings">,
  asked: Pick<Manifest, "settings">,
): void {
  const other = difference(held.settings, asked.settings, "settings");
  if (other === undefined) return;
  const [found, expected] = other.values.map(inWords);
  throw new InputError(
    `Expected results of the same settings in ${folder} but found another ${other.path}, ${found} where ${expected} is ` +
      "asked for; choose another folder.",
  );
}

/**
 * Checks that a folder holds no results of the same columns that depend on something else, for runs that keep files by these.
 *
 * @throws {InputError} naming the first such task.
 */
export function checkSameTasks(folder: string, held: Manifest, asked: Manifest): void {
  const keys = new Map(held.tasks.map(({ key, columns }) => [canonicalJson(columns), key]));
  const other = asked.tasks.find(({ key, columns }) => (keys.get(canonicalJson(columns)) ?? key) !== key);
  if (other === undefined) return;
  throw new InputError(
    `Expected ${folder} without other results of ${
      rowInWords(other.columns)
    } but found them, by another model or ` +
      "other files; choose another folder.",
  );
}
