import { InputError } from "../errors.ts";
import { type Shard } from "../lab/run/shard.ts";

/** The variables in which Slurm and Kubernetes tell the processes of one job apart. */
export const ENVIRONMENT = [
  "SLURM_ARRAY_TASK_ID",
  "SLURM_ARRAY_TASK_COUNT",
  "SLURM_ARRAY_TASK_MIN",
  "SLURM_ARRAY_TASK_STEP",
  "JOB_COMPLETION_INDEX",
] as const;

/** Reads a variable of the environment; nothing where it is not set. */
export type ReadVariable = (name: (typeof ENVIRONMENT)[number]) => string | undefined;

function numberIn(read: ReadVariable, name: (typeof ENVIRONMENT)[number]): number | undefined {
  const text = read(name);
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InputError(`Expected a whole number in ${name} but found "${text}".`);
}

function checked(shard: Shard, from: string): Shard {
  if (Number.isInteger(shard.index) && shard.index >= 0 && shard.index < shard.count) return shard;
  throw new InputError(
    `Expected one of ${shard.count} shards, counted from 0, in ${from} but found ${shard.index}.`,
  );
}

/** The shard of a task of an array `first-last:step`; of arrays that are lists, `1,5,7`, nothing is known but a count. */
function shardInArray(id: number, read: ReadVariable): Shard {
  const count = numberIn(read, "SLURM_ARRAY_TASK_COUNT");
  if (count === undefined) throw new InputError("Expected SLURM_ARRAY_TASK_COUNT but found it is not set.");
  const first = numberIn(read, "SLURM_ARRAY_TASK_MIN") ?? 0;
  const step = numberIn(read, "SLURM_ARRAY_TASK_STEP") ?? 1;
  return checked({ index: (id - first) / step, count }, "SLURM_ARRAY_TASK_ID");
}

/**
 * The shard that an engine gave this process: the task of a Slurm job array, or the index of an indexed job of
 * Kubernetes.
 *
 * @param count number of shards. Then ids are taken as they are, from 0, so that an array can be run again in parts
 *   (`--array=3,17`). Default: the number of tasks of a Slurm array, whatever its first id and step; Kubernetes does
 *   not tell it.
 * @throws {InputError} when no engine is there, its variables make no sense, or the number of shards is not known.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { shardOfEnvironment } from "./shard_of_environment.ts";
 * const kubernetes: Record<string, string> = { JOB_COMPLETION_INDEX: "3" };
 * assert.deepEqual(shardOfEnvironment((name) => kubernetes[name], 24), { index: 3, count: 24 });
 * ```
 */
export function shardOfEnvironment(read: ReadVariable, count?: number): Shard {
  for (const name of ["SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX"] as const) {
    const index = numberIn(read, name);
    if (index === undefined) continue;
    if (count !== undefined) return checked({ index, count }, name);
    if (name === "SLURM_ARRAY_TASK_ID") return shardInArray(index, read);
    throw new InputError(
      `Expected the number of shards with ${name}, which does not tell it, but found none.`,
    );
  }
  throw new InputError(
    "Expected a shard as option, or in SLURM_ARRAY_TASK_ID or JOB_COMPLETION_INDEX, but found none.",
  );
}
