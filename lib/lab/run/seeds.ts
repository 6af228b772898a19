import { InputError } from "../../errors.ts";

/** More than one run can hold. */
const MOST = 1_000_000;

/** The largest seed of a pair: its two latents have twice that, and what replaces them some millions more. */
const LARGEST = 2_000_000_000;

/**
 * The seeds of an experiment's pairs: of `first-last` (or one alone), of that range the first `pairs`, or `pairs` from
 * 0 on where there is no range.
 *
 * @param range such as `100-131`; both ends are in it.
 * @param pairs how many; default all of the range.
 * @param usual how many where neither is given.
 * @throws {InputError} when the range cannot be read or has fewer seeds than pairs are asked for.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { seedsOf } from "./seeds.ts";
 * assert.deepEqual(seedsOf("7-9", undefined, 20), [7, 8, 9]);
 * assert.deepEqual(seedsOf("7-9", 2, 20), [7, 8]);
 * assert.deepEqual(seedsOf(undefined, undefined, 3), [0, 1, 2]);
 * ```
 */
export function seedsOf(range: string | undefined, pairs: number | undefined, usual: number): number[] {
  const [first, last] = range === undefined ? [0, (pairs ?? usual) - 1] : rangeOf(range);
  const count = pairs ?? last - first + 1;
  if (count > last - first + 1) {
    throw new InputError(`Expected at least ${count} seeds in the range but found ${range}.`);
  }
  if (count < 1 || count > MOST) throw new InputError(`Expected from 1 to ${MOST} pairs but found ${count}.`);
  return Array.from({ length: count }, (_, i) => first + i);
}

function rangeOf(text: string): [number, number] {
  const [, first, last = first] = (/^(\d+)(?:-(\d+))?$/.exec(text) ?? []).map((part) =>
    part === undefined ? undefined : Number(part)
  );
  if (first === undefined || last === undefined || first > last || last > LARGEST) {
    throw new InputError(
      `Expected seeds as first-last, such as 100-131, from 0 to ${LARGEST} but found "${text}".`,
    );
  }
  return [first, last];
}
