import { join } from "node:path";
import { sha256 } from "../hub/sha256.ts";
import {
  FILES,
  finishInversion,
  holdsInversion,
  type InversionRecord,
  STAGES,
} from "../inversion/inversion_folder.ts";
import { inversionFiles } from "../inversion/inversion_pictures.ts";
import { invertPhotograph } from "../inversion/invert_photograph.ts";
import { type InversionJob, openInversion } from "../inversion/open_inversion.ts";
import { inStages } from "./in_stages.ts";

/**
 * Inverts a photograph and keeps what becomes of it in a folder; goes on with what the folder holds of the same inversion.
 *
 * @throws {InputError} when photograph, model, settings or the folder is wrong.
 * @throws {Interrupted} when the signal stopped it.
 */
export async function runInversion(
  job: InversionJob,
  { overwrite, signal }: { readonly overwrite: boolean; readonly signal: AbortSignal },
): Promise<InversionRecord | "done before"> {
  const { folder } = job;
  const { provenance, picture, open } = await openInversion(job);
  if (await holdsInversion(folder, provenance, { overwrite })) return "done before";
  const subject = await open();
  const kept = { cache: join(folder, STAGES), signal };
  const inverted = await inStages(kept, (options) => invertPhotograph(subject, options));
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
