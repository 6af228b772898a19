/** What engines are told of a job whose tasks each run one shard. */
export interface EngineJob {
  /** What the job is called: letters, digits, -, _ and points. */
  readonly name: string;
  /** The words of the command line that runs one shard, as the engine's environment says. */
  readonly command: readonly string[];
  /** Number of tasks. */
  readonly tasks: number;
  /** How many of them run at a time at most (default: as many as there is room for). */
  readonly parallel?: number;
  /** Memory of one, in MiB. */
  readonly memory: number;
  /** Processors of one. */
  readonly processors: number;
}

/** How often an engine starts a task again whose worker was killed. */
export const RESTARTS = 3;
