import { join } from "node:path";
import { type StageOptions } from "../edit/stage.ts";
import { STAGES } from "../generators/inversion_files.ts";
import { checkInputsStay } from "../hub/check_inputs_stay.ts";
import { checkFolderWritable } from "../hub/check_writable.ts";
import { lockFolder } from "../hub/lock_folder.ts";
import { sha256 } from "../hub/sha256.ts";
import {
  clearInversion,
  FILES,
  finishInversion,
  heldOfInversion,
  holdsInversion,
  type InversionRecord,
} from "./inversion_folder.ts";
import { inversionFiles } from "./inversion_pictures.ts";
import { invertPhotograph } from "./invert_photograph.ts";
import { type InversionJob, openInversion } from "./open_inversion.ts";

/** Options of {@linkcode invertIntoFolder}. */
export interface InvertIntoFolderOptions extends Omit<StageOptions, "cache"> {
  /** Remove the inversion that the folder holds, once all that it takes is at hand, and start again (default false). */
  readonly overwrite?: boolean;
}

/**
 * Inverts a photograph and keeps what becomes of it in a folder; goes on with what the folder holds of the same inversion.
 *
 * @throws {Error} when another process works there.
 * @throws {InputError} when photograph, model, settings or the folder is wrong; the folder is
 * as it was then.
 */
export async function invertIntoFolder(
  job: InversionJob,
  { overwrite = false, ...options }: InvertIntoFolderOptions = {},
): Promise<InversionRecord | "done before"> {
  const { folder } = job;
  const { provenance, inputs, picture, open } = await openInversion(job);
  await checkInputsStay("inversion", inputs, await heldOfInversion(folder));
  if (!overwrite && await holdsInversion(folder, provenance)) return "done before";
  await checkFolderWritable(folder);
  const subject = await open();
  using _ = await lockFolder(folder);
  if (overwrite) await clearInversion(folder);
  const inverted = await invertPhotograph(subject, { ...options, cache: join(folder, STAGES) });
  const { start, pivot, tuned, neighbour } = inverted;
  const files = inversionFiles(picture, subject.photograph, inverted, provenance.perceptual);
  const weights = await sha256(files.get(FILES.weights) as Uint8Array);
  const record: InversionRecord = {
    ...provenance,
    sha256: { ...provenance.sha256, weights },
    distances: {
      start: start.distances,
      pivot: pivot.distances,
      tuned: tuned.distances,
      neighbour: neighbour.distances,
    },
  };
  await finishInversion(folder, files, record);
  return record;
}
