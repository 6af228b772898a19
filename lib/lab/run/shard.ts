import { InputError } from "../../errors.ts";

/** One of several parts of an experiment: the tasks whose index leaves the rest `index` when divided by `count`. */
export interface Shard {
  /** From 0 to count − 1. */
  readonly index: number;
  /** Number of shards, 1 or more. */
  readonly count: number;
}

/** All of an experiment in one part. */
export const WHOLE: Shard = { index: 0, count: 1 };

/**
 * Reads `i/N`, with i from 0 to N − 1.
 *
 * @throws {InputError} when it is anything else.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseShard, tasksOfShard } from "./shard.ts";
 * assert.deepEqual(tasksOfShard(["a", "b", "c"], parseShard("0/2")), ["a", "c"]);
 * ```
 */
export function parseShard(text: string): Shard {
  const [, index, count] = (/^(\d{1,9})\/(\d{1,9})$/.exec(text) ?? []).map(Number);
  if (index === undefined || count === undefined || index >= count) {
    throw new InputError(`Expected a shard i/N with i from 0 to N − 1, such as 0/4, but found "${text}".`);
  }
  return { index, count };
}

/** The tasks of a shard, in their order. */
export const tasksOfShard = <T>(tasks: readonly T[], { index, count }: Shard): T[] =>
  tasks.filter((_, i) => i % count === index);
