import { InputError } from "../../errors.ts";

/** A cell of a result: a finite number, a text, or null where nothing was measured. */
export type Value = number | string | null;

/** The column of a row that says of which pair it is. */
export const SEED = "seed";

/** The column of a row that says of which sample of a dataset it is, beside its number as the seed. */
export const SAMPLE = "sample";

/** One flat row of results by the names of its columns. */
export type Row = Readonly<Record<string, Value>>;

/**
 * Refuses rows that cannot be saved and read again as they are.
 *
 * @param of what the row is of, for the message.
 * @throws {InputError} when a number in it is not finite, or something else is there.
 */
export function checkRow(row: Row, of: string): void {
  for (const [name, value] of Object.entries(row)) {
    if (value === null || typeof value === "string" || Number.isFinite(value)) continue;
    throw new InputError(`Expected a finite number, a text or null as ${name} of ${of} but found ${value}.`);
  }
}

/** The cells of a row that hold something: one that is read from a table has cells for all columns of the others. */
export const heldCells = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));

/** The cells of a row as words for messages: `setting 0.5, seed 3`. */
export const rowInWords = (row: Row): string =>
  Object.entries(row).map(([name, value]) => `${name} ${value}`).join(", ");
