import { type StageProgress } from "../edit/stage.ts";
import { invertIntoFolder } from "../inversion/invert_into_folder.ts";
import { type InversionRecord } from "../inversion/inversion_folder.ts";
import { type InversionJob } from "../inversion/open_inversion.ts";
import { Interrupted } from "./exit_status.ts";
import { stageInWords, stageProgress } from "./stage_progress.ts";

/**
 * Inverts a photograph as {@linkcode invertIntoFolder} does, and shows how far it is.
 *
 * @throws {InputError} when photograph, model, settings or the folder is wrong.
 * @throws {Interrupted} when the signal stopped it.
 */
export async function runInversion(
  job: InversionJob,
  { overwrite, signal }: { readonly overwrite: boolean; readonly signal: AbortSignal },
): Promise<InversionRecord | "done before"> {
  let last: StageProgress | undefined;
  using progress = stageProgress();
  const onProgress = (now: StageProgress): void => {
    last = now;
    progress.show(now);
  };
  try {
    return await invertIntoFolder(job, { overwrite, signal, onProgress });
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error;
    const place = last ? `in ${stageInWords(last)}` : "before the first stage";
    throw new Interrupted(`Stopped ${place}; the same command goes on from there.`, { cause: error });
  }
}
