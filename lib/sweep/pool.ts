import { type Shard } from "../lab/run/shard.ts";
import { lastLineOf } from "./last_line.ts";

/** How a worker ended. */
export interface WorkerEnd {
  /** Its part of the tasks. */
  readonly shard: Shard;
  /** Number of its process. */
  readonly pid: number;
  /** Its exit status. */
  readonly status: number;
  /** The signal that killed it; null where it ended by itself. */
  readonly signal: Deno.Signal | null;
  /** The last line that it wrote to standard error. */
  readonly lastLine: string;
}

/** What a {@linkcode runPool} is made of. */
export interface Pool {
  /** How many workers, each of which has the shard of its number. */
  readonly workers: number;
  /** Starts the worker of a shard, with pipes to its standard input and error; it stops where its input ends. */
  readonly start: (shard: Shard) => Deno.ChildProcess;
  /** Whether a worker saved any result: tasks that fail are run by each worker again, and bring the end no nearer. */
  readonly hasSaved: (end: WorkerEnd) => Promise<boolean>;
  /** Tells of a worker that was killed and is started again. */
  readonly onKilled?: (end: WorkerEnd) => void;
  /** Stops all workers after the task that they run. */
  readonly signal: AbortSignal;
}

/** How often in a row a worker may be killed before it has saved a result. */
const LIVES = 3;

/** Waits for a worker's end; an abort ends its input. */
async function endOf(child: Deno.ChildProcess, shard: Shard, abort: AbortSignal): Promise<WorkerEnd> {
  const stop = (): void => void child.stdin.close().catch(() => {});
  abort.addEventListener("abort", stop);
  if (abort.aborted) stop();
  const [{ code, signal }, lastLine] = await Promise.all([child.status, lastLineOf(child.stderr)]);
  abort.removeEventListener("abort", stop);
  stop();
  return { shard, pid: child.pid, status: code, signal, lastLine };
}

/** Runs a shard's worker, and another one whenever it is killed. */
async function runShard(shard: Shard, { start, hasSaved, onKilled, signal }: Pool): Promise<WorkerEnd> {
  for (let lives = LIVES;;) {
    const child = start(shard);
    const end = await endOf(child, shard, signal);
    if (end.signal === null || signal.aborted) return end;
    lives = await hasSaved(end) ? LIVES : lives - 1;
    if (lives === 0) return end;
    onKilled?.(end);
  }
}

/**
 * Runs workers on this machine, each on its shard of the same list of tasks, until all have ended. One that is killed
 * is started again, and goes on with the tasks that have no result, unless it is killed three times in a row without
 * having saved any.
 *
 * @returns how each ended, by its number.
 */
export const runPool = (pool: Pool): Promise<readonly WorkerEnd[]> =>
  Promise.all(
    Array.from({ length: pool.workers }, (_, index) => runShard({ index, count: pool.workers }, pool)),
  );
