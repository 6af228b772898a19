import { join } from "node:path";
import { invertIntoFolder } from "../inversion/invert_into_folder.ts";
import { STAGES } from "../generators/inversion_files.ts";
import { type InversionRecord } from "../inversion/inversion_folder.ts";
import { type InversionJob } from "../inversion/open_inversion.ts";
import { goesOn } from "./exit_status.ts";
import { inStages } from "./in_stages.ts";

/**
 * Inverts a photograph as {@linkcode invertIntoFolder} does, and shows how far it is.
 *
 * @throws {InputError} when photograph, model, settings or the folder is wrong.
 * @throws {Interrupted} when the signal stopped it.
 */
export const runInversion = (
  job: InversionJob,
  { overwrite, signal }: { readonly overwrite: boolean; readonly signal: AbortSignal },
): Promise<InversionRecord | "done before"> =>
  inStages(
    { cache: join(job.folder, STAGES), signal },
    goesOn(overwrite),
    (options) => invertIntoFolder(job, { overwrite, ...options }),
  );
