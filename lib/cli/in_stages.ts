import { type StageOptions, type StageProgress } from "../edit/stage.ts";
import { Interrupted } from "./exit_status.ts";
import { stageInWords, stageProgress } from "./stage_progress.ts";

/**
 * Runs stages that are kept in a folder, and shows how far they are.
 *
 * @param again how it goes on where it is stopped.
 * @throws {Interrupted} saying where, when the signal stopped them.
 */
export async function inStages<T>(
  kept: Pick<StageOptions, "environment"> & Required<Pick<StageOptions, "cache" | "signal">>,
  again: string,
  work: (options: StageOptions) => Promise<T>,
): Promise<T> {
  let last: StageProgress | undefined;
  using progress = stageProgress();
  const onProgress = (now: StageProgress): void => {
    last = now;
    progress.show(now);
  };
  try {
    return await work({ ...kept, onProgress });
  } catch (error) {
    if (!kept.signal.aborted || error !== kept.signal.reason) throw error;
    const place = last ? `in ${stageInWords(last)}` : "before the first stage";
    throw new Interrupted(`Stopped ${place}; ${again}.`, { cause: error });
  }
}
