import { type Checkpoint } from "../drag/checkpoint.ts";
import { drag } from "../drag/drag.ts";
import { type OpenedSpec, openSpec } from "../drag/open_spec.ts";
import { methodSettings } from "../drag/method.ts";
import { type Provenance } from "../drag/provenance.ts";
import { type RecordFile, recordWithoutSteps } from "../drag/record.ts";
import { Recorder } from "../drag/recorder.ts";
import { parseSpec, type SpecInput } from "../drag/spec.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { dragPictures } from "./drag_pictures.ts";
import { Interrupted } from "./exit_status.ts";
import { openPreview } from "./preview.ts";
import { dragProgress } from "./progress.ts";
import { note } from "./terminal.ts";
import { VERSIONS } from "./versions.ts";

/** A drag to be recorded in a folder. */
export interface DragJob {
  /** What a SPEC file holds. */
  readonly spec: SpecInput;
  /** The folder that the SPEC's relative paths start from. */
  readonly base: string;
  /** The folder of the results. */
  readonly folder: string;
  /** Remove what the folder holds of a drag, and start again. */
  readonly overwrite: boolean;
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
  const { model, problem, method } = opened;
  return {
    ...provenance,
    ...recordWithoutSteps(model.generator, problem, method),
    settings: methodSettings(method),
    arrived: lines.at(-1)?.stopped === true,
    timings: {
      steps: seconds.length,
      secondsPerStep: median(seconds),
      seconds: seconds.reduce((sum, s) => sum + s, 0),
    },
  };
}

/** Makes the steps of a drag and records each of them. */
async function makeSteps(
  opened: OpenedSpec,
  recorder: Recorder,
  job: DragJob,
  fullFrame: boolean,
): Promise<void> {
  const { problem, method, model } = opened;
  const resume = recorder.checkpoint.state;
  if (resume) note(`Continuing at step ${resume.step} of ${problem.steps}.`);
  using progress = dragProgress(method.name, problem.steps, resume?.step);
  await using preview = job.preview === undefined ? undefined : await openPreview(opened, job.preview);
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

/**
 * Drags as a SPEC says and records it in a folder; goes on with what the folder holds of the same drag.
 *
 * @throws {InputError} when the SPEC or the folder is wrong; nothing was written then.
 * @throws {Interrupted} when the signal stopped it between two steps.
 */
export async function runDrag(job: DragJob): Promise<"done" | "done before"> {
  const spec = parseSpec(job.spec);
  const { folder, runtime, threads, overwrite } = job;
  const opened = await openSpec(spec, job.base, runtime);
  opened.warnings.forEach(note);
  const provenance: Provenance = {
    spec: job.spec,
    sha256: opened.sha256,
    versions: VERSIONS,
    provider: runtime.provider,
    threads,
  };
  const recorder = await Recorder.open(folder, provenance, { overwrite });
  if (recorder === "finished") return "done before";
  await makeSteps(opened, recorder, job, spec.fullFrame);
  const { checkpoint } = recorder;
  const record = recordFileOf(opened, checkpoint);
  if (!record.arrived && checkpoint.lines.length < spec.steps) {
    throw new Interrupted(
      `Stopped after step ${checkpoint.lines.length - 1}; the same command goes on from there.`,
    );
  }
  const files = await dragPictures(opened, checkpoint, { ...record, steps: checkpoint.lines }, runtime);
  await recorder.finish(files, record);
  return "done";
}
