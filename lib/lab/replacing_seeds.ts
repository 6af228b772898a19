import { InputError } from "../errors.ts";

/** How far apart the seeds of candidates are: more than twice as many pairs as anybody takes. */
const STRIDE = 2 ** 20;

/** Candidates for one seed at most. */
const CANDIDATES = 8;

/**
 * Looks for something in what a generator makes of seeds. Where a seed has none of it, that of 2²⁰ further takes its
 * place, and so on up to eight of them (our choice). It is looked for once, however often a seed is asked for.
 *
 * Calls throw an `InputError` where no candidate has it.
 *
 * @param expected what is looked for and in what, for that message, such as `"a face in the picture"`.
 * @param find gives it for a seed, or `undefined` where there is none.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { replacingSeeds } from "./replacing_seeds.ts";
 * const large = replacingSeeds("a large number", (seed) => Promise.resolve(seed > 10 ? seed : undefined));
 * assert.deepEqual([await large(11), await large(3)], [11, 3 + 2 ** 20]);
 * ```
 */
export function replacingSeeds<T>(
  expected: string,
  find: (seed: number) => Promise<T | undefined>,
): (seed: number) => Promise<T> {
  const findFrom = async (seed: number): Promise<T> => {
    for (let k = 0; k < CANDIDATES; k++) {
      const found = await find(seed + k * STRIDE);
      if (found !== undefined) return found;
    }
    throw new InputError(
      `Expected ${expected} of seed ${seed}, or of one of the ${CANDIDATES - 1} that are 2²⁰ further each, ` +
        "but found none.",
    );
  };
  const known = new Map<number, Promise<T>>();
  return (seed) => {
    const found = known.get(seed) ?? findFrom(seed);
    known.set(seed, found);
    return found;
  };
}
