import { join } from "node:path";
import { InputError } from "../errors.ts";
import { readInputFile } from "../hub/read_file.ts";
import { decodeRecord, FILES } from "./folder.ts";
import { type RecordFile, type StepLine } from "./record.ts";

/**
 * Reads the record of a finished drag from its folder, for figures.
 *
 * @throws {InputError} when the folder holds none.
 */
export async function readDragRecord(
  folder: string,
): Promise<RecordFile & { readonly steps: readonly StepLine[] }> {
  const [recordPath, stepsPath] = [join(folder, FILES.record), join(folder, FILES.steps)];
  const record = decodeRecord(recordPath, await readInputFile(recordPath, "the record of a drag"));
  const lines = new TextDecoder().decode(await readInputFile(stepsPath, "the steps of a drag"));
  try {
    return { ...record, steps: lines.trimEnd().split("\n").map((line) => JSON.parse(line) as StepLine) };
  } catch (error) {
    throw new InputError(`${stepsPath}: Expected one step in JSON per line.`, { cause: error });
  }
}
