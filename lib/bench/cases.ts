import { InputError } from "../errors.ts";
import { GAN_CASES, type GanCase } from "./gan_cases.ts";
import { PHOTOGRAPH_CASES, type PhotographCase } from "./photograph_cases.ts";
import { UNET_CASES, type UnetCase } from "./unet_cases.ts";

/** One row of the benchmark. */
export type BenchCase = GanCase | UnetCase | PhotographCase;

/** All that `bench` can time. */
export const BENCH_CASES: readonly BenchCase[] = [...GAN_CASES, ...UNET_CASES, ...PHOTOGRAPH_CASES];

/** Cases that are only timed where they are asked for: they take minutes each and 2.4 to 6 GB of memory. */
const isLarge = (benchCase: BenchCase): boolean => "size" in benchCase && benchCase.size === "sd15";

/** Whether a case has a name, or where no case has it, matches it as a regular expression. */
function matcher(wish: string): (name: string) => boolean {
  if (BENCH_CASES.some(({ name }) => name === wish)) return (name) => name === wish;
  try {
    const pattern = new RegExp(wish);
    return (name) => pattern.test(name);
  } catch {
    throw new InputError(`Expected a name or a regular expression of cases but found "${wish}".`);
  }
}

/**
 * The cases that a list chooses: names and regular expressions, with commas between them. Without a list all but those
 * of Stable Diffusion 1.5's size.
 *
 * @throws {InputError} when one of them chooses none.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { chooseCases } from "./cases.ts";
 * const names = (list: string) => chooseCases(list).map(({ name }) => name);
 * assert.deepEqual(names("stylegan2-512"), ["stylegan2-512"]);
 * assert.deepEqual(names("progan,free$"), ["progan-128", "stylegan2-512-quarter-free"]);
 * ```
 */
export function chooseCases(list?: string): readonly BenchCase[] {
  if (list === undefined) return BENCH_CASES.filter((benchCase) => !isLarge(benchCase));
  const matchers = list.split(",").map((wish) => {
    const matches = matcher(wish.trim());
    if (wish.trim() !== "" && BENCH_CASES.some(({ name }) => matches(name))) return matches;
    const names = BENCH_CASES.map(({ name }) => name).join(", ");
    throw new InputError(`Expected one of the cases ${names} but found "${wish}".`);
  });
  return BENCH_CASES.filter(({ name }) => matchers.some((matches) => matches(name)));
}
