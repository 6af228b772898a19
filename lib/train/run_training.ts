import { join } from "node:path";
import { lockFolder } from "../hub/lock_folder.ts";
import { type Runtime } from "../runtime/runtime.ts";
import { readCheckpoint, writeCheckpoint } from "./checkpoint.ts";
import { LossLog } from "./loss_log.ts";
import { train, type Training, type TrainingStep } from "./train.ts";
import { type Tensors, trainingStart, type TrainingState } from "./training_state.ts";

/** A training that is kept in files. */
export interface TrainingJob<Name extends string> extends Omit<Training<Name>, "runtime" | "signal"> {
  /** Of its files: `NAME.checkpoint.safetensors` and `NAME.jsonl`. */
  readonly name: string;
  /** What its numbers depend on, in words or as JSON: a checkpoint of anything else is refused. */
  readonly recipe: string;
  /** Weights to start from where there is no checkpoint. */
  readonly start: Tensors;
  /** Updates that those have behind them (default 0). */
  readonly startStep?: number;
}

/** Where and how long a job is run. */
export interface RunOptions {
  /** Where it is computed; the caller disposes it. */
  readonly runtime: Runtime;
  /** Folder of its files, which is made if need be. */
  readonly folder: string;
  /** Time, as `performance.now()` tells it, after which no further step is begun (default never). */
  readonly until?: number;
  /** Ends it before its next step (default: nothing does); what was computed is kept. */
  readonly signal?: AbortSignal;
  /** Called after every step (default: nobody is told). */
  readonly onStep?: (step: TrainingStep) => void;
  /** Called before every checkpoint (default: all is kept): what it throws ends the training, and the last one stays. */
  readonly check?: (state: TrainingState) => void;
  /** Called after every checkpoint, with what is in it. */
  readonly onKept?: (state: TrainingState) => Promise<void>;
}

/** A training at work is kept this often, in milliseconds. Our choice. */
const KEEP_EVERY = 120_000;

/** The checkpoint of a training in its folder. */
export const checkpointIn = (folder: string, name: string): string =>
  join(folder, `${name}.checkpoint.safetensors`);

/**
 * Runs a training from where its files say it is, or from its start, until its steps are done, the time is over or it is
 * stopped. Files are written every two minutes and at the end; where a step fails, they stay as they were, as its numbers
 * may be spoilt.
 *
 * @returns the state that it came to.
 * @throws {InputError} when a file is broken or of another recipe, or the folder cannot be made.
 * @throws {Error} when the training diverges: the sentence names the job and the step; or another one is at work in the folder.
 */
export async function runTraining<Name extends string>(
  job: TrainingJob<Name>,
  { folder, until = Infinity, onStep, check, onKept, ...options }: RunOptions,
): Promise<TrainingState> {
  using _lock = await lockFolder(folder);
  const path = checkpointIn(folder, job.name);
  const state = await readCheckpoint(path, job.recipe, job.start) ?? trainingStart(job.start, job.startStep);
  const log = await LossLog.open(join(folder, `${job.name}.jsonl`), state.step);
  let kept = state.step;
  const keep = async (): Promise<void> => {
    if (kept === state.step) return;
    check?.(state);
    await log.write();
    await writeCheckpoint(path, job.recipe, state);
    await onKept?.(state);
    kept = state.step;
  };
  let time = performance.now();
  try {
    for await (const each of train(state, { ...job, ...options })) {
      log.add({ step: each.step, loss: each.loss, norm: each.norm, seconds: each.seconds.all });
      onStep?.(each);
      if (performance.now() >= until) break;
      if (performance.now() - time < KEEP_EVERY) continue;
      await keep();
      time = performance.now();
    }
  } catch (error) {
    if (options.signal?.aborted && error === options.signal.reason) await keep();
    throw error;
  }
  await keep();
  return state;
}
