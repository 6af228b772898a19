import { join } from "node:path";
import { readInputFile } from "../hub/read_file.ts";
import { parseJsonLines } from "../json_lines.ts";
import { decodeRecord, FILES } from "./folder.ts";
import { type RecordFile, type StepLine } from "./record.ts";
import { STEP_LINE } from "./record_schema.ts";

/**
 * Reads the record of a finished drag from its folder, for figures.
 *
 * @throws {InputError} when the folder holds none, naming the file and the field or line that is something else.
 */
export async function readDragRecord(
  folder: string,
): Promise<RecordFile & { readonly steps: readonly StepLine[] }> {
  const [recordPath, stepsPath] = [join(folder, FILES.record), join(folder, FILES.steps)];
  const record = decodeRecord(recordPath, await readInputFile(recordPath, "the record of a drag"));
  const lines = new TextDecoder().decode(await readInputFile(stepsPath, "the steps of a drag"));
  const steps = parseJsonLines(stepsPath, lines.trimEnd().split("\n"), STEP_LINE, "a step of a drag");
  return { ...record, steps };
}
