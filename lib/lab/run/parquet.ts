import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";
import { InputError } from "../../errors.ts";
import { type Row, type Value } from "./row.ts";

/** Rows with a note on where they are from. */
export interface ParquetFile {
  /** Rows; every column is of numbers or of texts, with null in between. */
  readonly rows: readonly Row[];
  /** Texts by name, in the metadata of the file. */
  readonly note: Readonly<Record<string, string>>;
}

/** The type of a column; one without any value is of numbers. */
function typeOf(name: string, values: readonly Value[]): "STRING" | "DOUBLE" {
  const types = new Set(values.filter((value) => value !== null).map((value) => typeof value));
  if (types.size > 1) {
    throw new InputError(`Expected numbers or texts in the column ${name} but found both.`);
  }
  return types.has("string") ? "STRING" : "DOUBLE";
}

/**
 * The bytes of a Parquet file. Columns are those of all rows, in the order of their first appearance; a row without
 * one has null there. Equal rows give equal bytes.
 *
 * @throws {InputError} when a column has numbers and texts.
 */
export function encodeParquet({ rows, note }: ParquetFile): Uint8Array {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const columnData = names.map((name) => {
    const data = rows.map((row) => row[name] ?? null);
    return { name, data, type: typeOf(name, data), nullable: true };
  });
  const kvMetadata = Object.entries(note).map(([key, value]) => ({ key, value }));
  return new Uint8Array(parquetWriteBuffer({ columnData, kvMetadata }));
}

/**
 * Reads what {@linkcode encodeParquet} wrote.
 *
 * @param path of the file, for messages.
 * @throws {InputError} when the bytes are no whole Parquet file of numbers and texts.
 */
export async function decodeParquet(path: string, bytes: Uint8Array): Promise<ParquetFile> {
  const file = Uint8Array.from(bytes).buffer;
  const rows = await readRows(file).catch((cause: unknown) => {
    throw new InputError(
      `Expected a Parquet file at ${path} but found one that is half written, or something else.`,
      { cause },
    );
  });
  const pairs = parquetMetadata(file).key_value_metadata ?? [];
  const note = Object.fromEntries(pairs.map(({ key, value }) => [key, value ?? ""]));
  return { rows: rows.map((row) => checkedRow(path, row)), note };
}

/** All rows; what the library throws at once, it throws in a promise here. */
const readRows = async (file: ArrayBuffer): Promise<Record<string, unknown>[]> =>
  await parquetReadObjects({ file });

function checkedRow(path: string, row: Readonly<Record<string, unknown>>): Row {
  const isValue = (value: unknown): value is Value =>
    value === null || typeof value === "string" || typeof value === "number";
  for (const [name, value] of Object.entries(row)) {
    if (isValue(value)) continue;
    throw new InputError(`Expected numbers and texts in ${path} but found others in the column ${name}.`);
  }
  return row as Row;
}
