import { InputError } from "../errors.ts";

/** Where the picture of a case may move: everywhere but in one quarter, or only in the middle quarter. */
export type CaseMask = "quarter-fixed" | "quarter-free";

/** One row of the benchmark: a model, and what is dragged in its picture. */
export interface BenchCase {
  /** What tables and options call it. */
  readonly name: string;
  /** StyleGAN2 of random weights, as its speed does not depend on them, or the embedded ProGAN. */
  readonly model: "stylegan2" | "progan";
  /** Height and width of the picture in pixels. */
  readonly resolution: number;
  /** Channels of StyleGAN2 at resolution r are `channelBase / r`, at most 512. */
  readonly channelBase?: number | undefined;
  /** Number of handles, each with a target an eighth of the picture away. */
  readonly handles: number;
  /** Absent where everything may move. */
  readonly mask?: CaseMask | undefined;
}

/** A StyleGAN2 as the official configurations have it: half the channels up to 256 pixels. */
const stylegan2Case = (
  resolution: number,
  { handles = 1, mask }: { handles?: number; mask?: CaseMask } = {},
): BenchCase => ({
  name: [
    `stylegan2-${resolution}`,
    ...(handles > 1 ? [`${handles}-handles`] : []),
    ...(mask ? [mask] : []),
  ].join("-"),
  model: "stylegan2",
  resolution,
  channelBase: resolution <= 256 ? 16384 : 32768,
  handles,
  ...(mask ? { mask } : {}),
});

/** What `bench` times: resolutions, numbers of handles, masks, and the embedded model. */
export const BENCH_CASES: readonly BenchCase[] = [
  { name: "progan-128", model: "progan", resolution: 128, handles: 1 },
  ...[128, 256, 512, 1024].map((resolution) => stylegan2Case(resolution)),
  ...[2, 4, 8, 16].map((handles) => stylegan2Case(512, { handles })),
  ...(["quarter-fixed", "quarter-free"] as const).map((mask) => stylegan2Case(512, { mask })),
];

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
 * The cases that a list chooses: names and regular expressions, with commas between them.
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
export function chooseCases(list: string): readonly BenchCase[] {
  const matchers = list.split(",").map((wish) => {
    const matches = matcher(wish.trim());
    if (wish.trim() !== "" && BENCH_CASES.some(({ name }) => matches(name))) return matches;
    const names = BENCH_CASES.map(({ name }) => name).join(", ");
    throw new InputError(`Expected one of the cases ${names} but found "${wish}".`);
  });
  return BENCH_CASES.filter(({ name }) => matchers.some((matches) => matches(name)));
}
