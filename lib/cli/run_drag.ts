import { join, resolve } from "node:path";
import { type Checkpoint } from "../drag/checkpoint.ts";
import { drag } from "../drag/drag.ts";
import { type OpenedSpec, readSpec } from "../drag/open_spec.ts";
import { methodSettings } from "../drag/method.ts";
import { type Provenance } from "../drag/provenance.ts";
import { type RecordFile, recordWithoutSteps } from "../drag/record.ts";
import { Recorder } from "../drag/recorder.ts";
import { inputFiles, resultFiles } from "../drag/spec/input_files.ts";
import { type Spec, type SpecInput } from "../drag/spec.ts";
import { withinFile } from "../errors.ts";
import { cacheFolder } from "../hub/cache.ts";
import { checkInputsStay } from "../hub/check_inputs_stay.ts";
import { lockFolder } from "../hub/lock_folder.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { dragPictures } from "./drag_pictures.ts";
import { Interrupted } from "./exit_status.ts";
import { inStages } from "./in_stages.ts";
import { openPreview } from "./preview.ts";
import { dragProgress } from "./drag_progress.ts";
import { note } from "./terminal.ts";
import { VERSIONS } from "./versions.ts";

/** A drag to be recorded in a folder. */
export interface DragJob {
  /** What a SPEC file holds. */
  readonly input: SpecInput;
  /** The same with its defaults. */
  readonly spec: Spec;
  /** The file that it was read from, if any: the drag must not replace it. */
  readonly specFile?: string | undefined;
  /** The folder that the SPEC's relative paths start from. */
  readonly base: string;
  /** The folder of the results. */
  readonly folder: string;
  /** Remove what the folder holds of a drag, and start again. */
  readonly overwrite: boolean;
  /** How the command goes on where it is stopped, in words. */
  readonly again: string;
  /** Where it is computed. */
  readonly runtime: Runtime;
  /** Threads that the runtime was opened with. */
  readonly threads: number;
  /** Stops the drag between two steps. */
  readonly signal: AbortSignal;
  /** A .png that shows the picture of the latest step while the drag runs. */
  readonly preview?: string | undefined;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function recordFileOf(opened: OpenedSpec, { provenance, lines, seconds }: Checkpoint): RecordFile {
  const { model, problem, method, edit } = opened;
  return {
    ...provenance,
    ...recordWithoutSteps(model.generator, problem, method),
    settings: { ...methodSettings(method), ...edit?.settings },
    arrived: lines.at(-1)?.stopped === true,
    timings: {
      steps: seconds.length,
      secondsPerStep: median(seconds),
      seconds: seconds.reduce((sum, s) => sum + s, 0),
    },
  };
}

/** Makes the steps of a drag and records each of them. */
async function makeSteps(opened: OpenedSpec, recorder: Recorder, job: DragJob): Promise<void> {
  const { problem, method, model } = opened;
  const resume = recorder.checkpoint.state;
  if (resume?.step === problem.steps) return;
  if (resume) note(`Continuing at step ${resume.step} of ${problem.steps}.`);
  using progress = dragProgress(method.name, problem.steps, resume?.step);
  await using preview = job.preview === undefined ? undefined : await openPreview(opened, job.preview);
  const { fullFrame } = { fullFrame: false, ...job.spec };
  const options = { runtime: job.runtime, fullFrame, ...(resume ? { resume } : {}) };
  let start = performance.now();
  for await (const step of drag(model.generator, problem, method, options)) {
    await recorder.add(step, (performance.now() - start) / 1000);
    progress.show(recorder.checkpoint.lines.at(-1)!);
    preview?.show(step.state.variable);
    if (job.signal.aborted) break;
    start = performance.now();
  }
}

/** The steps that the folder does not hold yet, and the record of all of them. */
async function recordedSteps(opened: OpenedSpec, recorder: Recorder, job: DragJob): Promise<RecordFile> {
  await makeSteps(opened, recorder, job);
  const { lines } = recorder.checkpoint;
  const record = recordFileOf(opened, recorder.checkpoint);
  if (record.arrived || lines.length === job.spec.steps) return record;
  throw new Interrupted(`Stopped after step ${lines.length - 1}; ${job.again}.`);
}

/**
 * Drags as a SPEC says and records it in a folder; goes on with what the folder and the cache hold of the same drag.
 *
 * @throws {InputError} when the SPEC or the folder is wrong, or another process drags there; nothing was written then.
 * @throws {Interrupted} when the signal stopped it between two steps.
 */
export async function runDrag(job: DragJob): Promise<"done" | "done before"> {
  const { input, spec, specFile, folder, runtime, threads, overwrite, again } = job;
  const reading = () => readSpec(spec, job.base, runtime);
  const read = await (specFile === undefined ? reading() : withinFile(specFile, reading));
  read.warnings.forEach(note);
  const { sha256 } = read;
  const provenance: Provenance = {
    spec: input,
    sha256,
    versions: VERSIONS,
    provider: runtime.provider,
    threads,
  };
  const replaced = [...(overwrite ? resultFiles(folder) : []), ...(job.preview ? [job.preview] : [])];
  const inputs = { SPEC: specFile === undefined ? [] : [resolve(specFile)], ...inputFiles(spec) };
  await checkInputsStay("drag", inputs, replaced, job.base);
  using _ = await lockFolder(folder);
  const recorder = await Recorder.open(folder, provenance, { overwrite });
  if (recorder === "finished") return "done before";
  const environment = { threads, versions: VERSIONS };
  const kept = { cache: join(cacheFolder(), "edits"), environment, signal: job.signal };
  const opened = await inStages(kept, again, read.open);
  const record = await recordedSteps(opened, recorder, job);
  const { checkpoint } = recorder;
  const files = await inStages(
    kept,
    again,
    (options) => dragPictures(opened, checkpoint, { ...record, steps: checkpoint.lines }, runtime, options),
  );
  await recorder.finish(files, record);
  return "done";
}
