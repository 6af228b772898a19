import { join } from "node:path";
import { type StageProgress } from "../edit/stage.ts";
import { sha256 } from "../hub/sha256.ts";
import {
  FILES,
  finishInversion,
  holdsInversion,
  type InversionRecord,
  STAGES,
} from "../inversion/inversion_folder.ts";
import { inversionFiles } from "../inversion/inversion_pictures.ts";
import { type InvertedPhotograph, invertPhotograph } from "../inversion/invert_photograph.ts";
import { type InversionJob, openInversion } from "../inversion/open_inversion.ts";
import { type InversionSubject } from "../inversion/subject.ts";
import { Interrupted } from "./exit_status.ts";
import { stageInWords, stageProgress } from "./stage_progress.ts";

/** Runs the stages; says where an interrupt stopped them. */
async function inStages(
  subject: InversionSubject,
  folder: string,
  signal: AbortSignal,
): Promise<InvertedPhotograph> {
  let last: StageProgress | undefined;
  using progress = stageProgress();
  const onProgress = (now: StageProgress): void => {
    last = now;
    progress.show(now);
  };
  try {
    return await invertPhotograph(subject, { cache: join(folder, STAGES), signal, onProgress });
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error;
    const place = last ? `in ${stageInWords(last)}` : "before the first stage";
    throw new Interrupted(`Stopped ${place}; the same command goes on from there.`, { cause: error });
  }
}

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
  const inverted = await inStages(subject, folder, signal);
  const { start, pivot, tuned, neighbour } = inverted;
  const files = inversionFiles(picture, subject.photograph, inverted, provenance.perceptual);
  const weights = await sha256(files.get(FILES.weights) as Uint8Array);
  const record: InversionRecord = {
    ...provenance,
    sha256: { ...provenance.sha256, weights },
    space: subject.space.name,
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
