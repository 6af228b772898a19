import { type Tensor } from "../tensor.ts";
import { readStage, stageFile, writeStage } from "./stage_file.ts";

/** How far a stage is: its value after some of its steps. */
export interface StageState<S> {
  /** Steps made so far. */
  readonly done: number;
  /** What they came to. */
  readonly value: S;
}

/** A part of an edit that is computed once and kept in a file, step by step. */
export interface Stage<S> {
  /** What it is called, in files and in progress. */
  readonly name: string;
  /** All that its value depends on, as JSON: numbers, and hashes of tensors and models. */
  readonly dependsOn: Readonly<Record<string, unknown>>;
  /** Steps in all, at least one. */
  readonly steps: number;
  /** How often it is kept while it is at work, in milliseconds (default 5000, our choice). */
  readonly keepEvery?: number;
  /** Its steps one after the other, from the first or from where it was stopped. */
  readonly run: (from: StageState<S> | undefined, signal?: AbortSignal) => AsyncIterable<StageState<S>>;
  /** What is written of a value: all that the next step depends on. */
  readonly tensorsOf: (value: S) => ReadonlyMap<string, Tensor>;
  /** The value that was written after some steps; throws a `FormatError` where it is something else. */
  readonly valueFrom: (tensors: ReadonlyMap<string, Tensor>, done: number) => S;
}

/** How far an edit is. */
export interface StageProgress {
  /** Name of the stage at work. */
  readonly stage: string;
  /** Its steps made so far. */
  readonly done: number;
  /** Its steps in all. */
  readonly of: number;
}

/** Options of {@linkcode runStage}. */
export interface StageOptions {
  /** Where values are kept (default nowhere). It is made if need be. */
  readonly cache?: string;
  /**
   * What values depend on beside what they are made of and the provider, as JSON: versions, threads. What was kept under
   * another is computed again (default: whatever computed a value, it is taken).
   */
  readonly environment?: Readonly<Record<string, unknown>>;
  /** Ends the stage before its next step (default: nothing does); what was computed is kept. */
  readonly signal?: AbortSignal;
  /** Called for what is there already, 0 steps or more, and after every step (default: nobody is told). */
  readonly onProgress?: (progress: StageProgress) => void;
}

/** A stage that is at work is kept this often unless it says otherwise, in milliseconds. */
const KEEP_EVERY = 5000;

/**
 * Makes the steps that are left, and keeps what they come to on the way, at the end, and where they are stopped; not where
 * they fail, as their numbers may be spoilt.
 */
async function finish<S>(
  stage: Stage<S>,
  from: StageState<S> | undefined,
  { signal }: StageOptions,
  keep: (state: StageState<S>) => Promise<void>,
  tell: (state: StageState<S>) => void,
): Promise<S> {
  const { keepEvery: every = KEEP_EVERY } = stage;
  let [state, kept, time] = [from, from, performance.now()];
  try {
    for await (state of stage.run(from, signal)) {
      tell(state);
      if (state.done < stage.steps && performance.now() - time < every) continue;
      await keep(state);
      [kept, time] = [state, performance.now()];
    }
  } catch (error) {
    const isStopped = signal?.aborted && error === signal.reason;
    if (isStopped && state && state !== kept) await keep(state).catch(() => {});
    throw error;
  }
  if (state?.done === stage.steps) return state.value;
  throw new Error(`The stage ${stage.name} ended after ${state?.done ?? 0} of ${stage.steps} steps.`);
}

/**
 * The value of a stage: from the cache, else computed, from where it was stopped if it was. Files are named by what the
 * value depends on, so that nothing that is out of date is ever taken.
 *
 * @throws {InputError} when a file of the cache is broken.
 */
export async function runStage<S>(stage: Stage<S>, options: StageOptions): Promise<S> {
  const { cache, environment, onProgress } = options;
  const { name, steps } = stage;
  const dependsOn = { ...stage.dependsOn, ...(environment ? { environment } : {}) };
  const file = cache === undefined ? undefined : await stageFile(cache, { name, steps, dependsOn });
  const known = file && await readStage(file, stage);
  const tell = ({ done }: Pick<StageState<S>, "done">): void =>
    onProgress?.({ stage: stage.name, done, of: stage.steps });
  tell(known ?? { done: 0 });
  if (known?.done === stage.steps) return known.value;
  const keep = async (state: StageState<S>): Promise<void> => {
    if (file) await writeStage(file, stage, state);
  };
  return await finish(stage, known, options, keep, tell);
}
