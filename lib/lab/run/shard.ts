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
 * assert.deepEqual(tasksOfShard(["a1", "a2", "b1"], parseShard("0/2"), ([unit]) => unit), ["a1", "a2"]);
 * ```
 */
export function parseShard(text: string): Shard {
  const [, index, count] = (/^(\d{1,9})\/(\d{1,9})$/.exec(text) ?? []).map(Number);
  if (index === undefined || count === undefined || index >= count) {
    throw new InputError(`Expected a shard i/N with i from 0 to N − 1, such as 0/4, but found "${text}".`);
  }
  return { index, count };
}

/**
 * The tasks of a shard, in their order.
 *
 * @param unitOf what tasks have in common that go to one shard (default: each goes by itself).
 */
export function tasksOfShard<T>(
  tasks: readonly T[],
  { index, count }: Shard,
  unitOf: (task: T) => unknown = (task) => task,
): T[] {
  const units = new Map<unknown, number>();
  for (const task of tasks) {
    const unit = unitOf(task);
    if (!units.has(unit)) units.set(unit, units.size);
  }
  return tasks.filter((task) => units.get(unitOf(task))! % count === index);
}
